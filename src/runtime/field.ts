/** Reads fields of a connector's records. Reading may throw, for example in a getter or a proxy. Pure. */

/** Undefined when reading it throws. */
export function fieldOf(record: object, name: string): unknown {
  try {
    return Reflect.get(record, name);
  } catch {
    return undefined;
  }
}
