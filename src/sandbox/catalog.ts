/**
 * The catalog: resources that are synced item by item. A resource is a description. The code for all of them is here
 * (checks and writes) and in `catalog-routes.ts` (routes).
 */

import { DATA_SOURCE_READ_NAME } from './choices.js';
import { dataSources } from './data-source-table.js';
import { compileFields, type Fields, type Item, optional } from './fields.js';
import { bodyField, idField, type ReadField, type ReadModel, readModel } from './read-model.js';
import type { Sandbox } from './sandbox.js';
import type { Cell, Table } from './table.js';
import { integer, string } from './types.js';

export interface CatalogResource {
  /** The name of its table, and its name in `state`: the API's path. */
  name: string;
  /** With the parent's id as a parameter, if it has a parent: `/customers/:customer_id/addresses`. */
  path: string;
  /** The field that DELETE and bulk-delete select by; they delete every row with that value, in all languages. */
  id: string;
  /** The fields that identify a row: the key of upserts. */
  key: readonly string[];
  fields: Fields;
  /** Items per POST or PUT. */
  max: number;
  /** False for newsletter subscribers, the only resource without data-source attributes. */
  sourced?: boolean;
  /** Name of the id array in a bulk-delete body. Absent: nothing can be deleted. */
  deleteKey?: string;
  /** Whether GET on the path lists it; `one-row-per-id` hides all languages but the first. */
  list?: 'all' | 'one-row-per-id';
  /** Readable attributes beyond the fields. */
  extraReads?: readonly ReadField[];
  /** Routes that read one row: a path with one parameter, and the field that the parameter is compared with. */
  reads?: readonly { path: string; by: string }[];
  /** Fields that get a column with an index. */
  columns?: readonly string[];
  parent?: Parent;
  /**
   * Called after rows were written, inside the same transaction; not if all of them are unchanged. `allNew`: none of
   * their keys existed before.
   */
  saved?(sandbox: Sandbox, rows: readonly Item[], allNew: boolean): void;
  /** Called after all rows with these ids were deleted, inside the same transaction. */
  removed?(sandbox: Sandbox, ids: readonly string[]): void;
}

export interface Parent {
  /** The field that holds the parent's id, also the parameter in the path. */
  field: string;
  /** The resource in which the parent must exist. */
  resource: CatalogResource;
  /** POST route that takes the parent from each item. */
  bulkPath: string;
}

/** A catalog resource of a sandbox. */
export interface Catalog {
  sandbox: Sandbox;
  resource: CatalogResource;
  table: Table;
  model: ReadModel;
  /** Adds the errors of an item to `errors`. */
  check(item: Item, errors: string[]): void;
  /** Checks an item, and writes it if it is valid. */
  save(item: Item, errors: string[]): void;
  /** Writes items that `check` accepted. */
  saveAll(items: readonly Item[]): void;
  /** Updates an existing row, unless the item is invalid. */
  update(item: Item, errors: string[]): void;
}

/** Attributes that the SDK or a connector may add to every item; `label_source` is the SDK's own. */
const SOURCE_FIELDS: Fields = {
  id_data_source: optional(integer),
  source_label: optional(string),
};
export const SDK_FIELDS: Fields = { label_source: optional(string) };

export function catalogTable(
  sandbox: Sandbox,
  { name, key, columns = [] }: CatalogResource,
): Table {
  return sandbox.table({ name, key, columns, queued: true });
}

/** Opens its table and compiles its checks. */
export function openCatalog(sandbox: Sandbox, resource: CatalogResource): Catalog {
  const table = catalogTable(sandbox, resource);
  const sources = dataSources(sandbox);
  const sourced = resource.sourced ?? true;
  const check = compileFields({
    ...resource.fields,
    ...(sourced ? SOURCE_FIELDS : {}),
    ...SDK_FIELDS,
  });
  const indexed = [...resource.key, ...(resource.columns ?? [])];
  const cells = (item: Item): Cell[] => indexed.map((name) => cell(item[name]));
  const saveAll = (items: readonly Item[]) => {
    const rows = items.map((item) => ({ cells: cells(item), body: item }));
    const { written, inserted } = table.upsertAll(rows);
    if (written > 0) resource.saved?.(sandbox, items, inserted === items.length);
  };
  const checkSource = ({ id_data_source: id }: Item, errors: string[]) => {
    if (typeof id === 'number' && !sources.exists(id)) {
      errors.push('id_data_source must be the id of an existing data source');
    }
  };
  const checkWhole = (item: Item, errors: string[]) => {
    check.full(item, errors);
    checkSource(item, errors);
  };
  return {
    sandbox,
    resource,
    table,
    model: catalogModel(resource),
    check: checkWhole,
    save(item, errors) {
      checkWhole(item, errors);
      if (errors.length === 0) saveAll([item]);
    },
    saveAll,
    update(item, errors) {
      check.partial(item, errors);
      checkSource(item, errors);
      for (const name of resource.key) {
        if (!Object.hasOwn(item, name)) errors.push(`${name} is required`);
      }
      if (errors.length > 0) return;
      const row = table.find(...resource.key.map((name) => cell(item[name])));
      if (row === undefined) errors.push(`${resource.key.join(' and ')} not found`);
      else saveAll([Object.assign(row.body, item)]);
    },
  };
}

export const cell = (value: unknown): Cell =>
  value === undefined || value === null ? null : String(value);

export function catalogModel({
  fields,
  sourced = true,
  extraReads = [],
}: CatalogResource): ReadModel {
  return readModel([
    ...extraReads,
    ...Object.entries(fields).map(([name, field]) => bodyField(name, field.kind)),
    ...(sourced ? [bodyField(DATA_SOURCE_READ_NAME, 'number', 'id_data_source')] : []),
  ]);
}

/** The row's own id; readable if the docs list it. */
export const ROW_ID = idField('id');
