/** The readable attributes of a resource, each with its filter and its output. */
import type { Kind } from './fields.js';
import type { Row } from './table.js';

/** One readable attribute: how filters select it, and how it is shown. */
export interface ReadField {
  name: string;
  kind: Kind;
  /** SQL with the table's `id` and `body`. */
  sql: string;
  read(row: Row): unknown;
  /** Shown only when `fields` names it. */
  optIn?: boolean;
}

export type ReadModel = ReadonlyMap<string, ReadField>;

export const readModel = (fields: readonly ReadField[]): ReadModel =>
  new Map(fields.map((field) => [field.name, field]));

/** An attribute of the JSON body. `from` is its name there. */
export function bodyField(name: string, kind: Kind, from = name): ReadField {
  return {
    name,
    kind,
    sql: `json_extract(body, '$.${from}')`,
    read: ({ body }) => (Object.hasOwn(body, from) ? body[from] : null),
  };
}

export function idField(name: string, read: (id: number) => unknown = (id) => id): ReadField {
  return { name, kind: 'number', sql: 'id', read: (row) => read(row.id) };
}
