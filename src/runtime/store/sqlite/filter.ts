import type { Params } from './connection.js';

type Value = string | number | undefined;

/**
 * `WHERE` over the columns that have a value, and its parameters; a column may be a condition with `?` for the value.
 * Columns come from the code, never from input.
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
