/** Tolerant readers of values that the API gives in more than one form. */

type Row = Record<string, unknown>;

export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value of the first key that the row has. */
export function pick(row: Row, ...keys: string[]): unknown {
  const key = keys.find((name) => row[name] !== undefined);
  return key === undefined ? undefined : row[key];
}

export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** A database returns booleans as 0 and 1, and a listing as texts. */
export function flagOf(value: unknown): boolean {
  return value === true || value === 1 || value === '1' || value === 'true';
}

/** The value in a JSON string, undefined when it is malformed; any other value unchanged. */
export function jsonOf(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

export function rowsOf(value: unknown): Row[] {
  const list = jsonOf(value);
  return Array.isArray(list) ? list.filter(isRow) : [];
}

export function textsOf(value: unknown): string[] {
  const list = jsonOf(value);
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];
}
