import type { Params } from './connection.js';

type Value = string | number | undefined;

/**
 * Builds `WHERE` and its parameters from the columns that have a value. A key is a column, or a condition with `?` for
 * the value. Keys come from the code, never from input.
 */
export function where(columns: Readonly<Record<string, Value>>): { sql: string; params: Params } {
  const given = Object.entries(columns).flatMap(([column, value]) =>
    value === undefined
      ? []
      : [{ condition: column.includes('?') ? column : `${column} = ?`, value }],
  );
  const conditions = given.map(({ condition }, n) => condition.replace('?', `@p${n}`));
  return {
    sql: conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '',
    params: Object.fromEntries(given.map(({ value }, n) => [`p${n}`, value])),
  };
}
