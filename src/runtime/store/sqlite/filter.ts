import type { Params } from './connection.js';

/** `WHERE` over the columns that have a value, and its parameters. Columns come from the code, never from input. */
export function where(columns: Readonly<Record<string, string | undefined>>): {
  sql: string;
  params: Params;
} {
  const given = Object.entries(columns).flatMap(([column, value]) =>
    value === undefined ? [] : [{ column, value }],
  );
  return {
    sql: given.length
      ? `WHERE ${given.map(({ column }, n) => `${column} = @p${n}`).join(' AND ')}`
      : '',
    params: Object.fromEntries(given.map(({ value }, n) => [`p${n}`, value])),
  };
}
