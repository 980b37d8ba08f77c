/** How what was declared is compared with what an API gives back. */

/** Whether `stored` holds all that `declared` says; what the server added beside it does not count. */
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
