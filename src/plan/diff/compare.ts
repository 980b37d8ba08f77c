/** Compares declared values with values from an API. */

/** Whether `stored` contains all of `declared`; additions of the server do not count. */
export function holds(stored: unknown, declared: unknown): boolean {
  if (Array.isArray(declared)) {
    return (
      Array.isArray(stored) &&
      stored.length === declared.length &&
      declared.every((item, index) => holds(stored[index], item))
    );
  }
  if (isObject(declared)) {
    return (
      isObject(stored) && Object.keys(declared).every((key) => holds(stored[key], declared[key]))
    );
  }
  return Object.is(stored ?? null, declared ?? null);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
