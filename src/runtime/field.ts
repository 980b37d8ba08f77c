/** Fields of what a connector made, where reading one may throw: a getter of a lazy column, a proxy. Pure. */

/** Undefined where reading it throws. */
export function fieldOf(record: object, name: string): unknown {
  try {
    return Reflect.get(record, name);
  } catch {
    return undefined;
  }
}
