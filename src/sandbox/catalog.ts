/**
 * The catalog: resources that are synced item by item. A resource is a description; what its routes
 * do is written once, here.
 */

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { bulkItems, eachItem, ONE_SENT, settleEach } from './bulk.js';
import {
  BULK_DELETE_MAX,
  DATA_SOURCE_READ_NAME,
  PRODUCTS_LIST_ONE_ROW_EACH,
  UNKNOWN_PARENT_STATUS,
} from './choices.js';
import { compileFields, type Fields, type Item, isItem, optional } from './fields.js';
import {
  bodyField,
  idField,
  list,
  projection,
  type ReadField,
  type ReadModel,
  readModel,
} from './listing.js';
import { parameters } from './query.js';
import { badRequest, notFound, Refusal } from './refusal.js';
import { dataSources } from './resources/data-sources.js';
import type { Sandbox } from './sandbox.js';
import type { Cell, Table, Where } from './table.js';
import { integer, isKey, string } from './types.js';

export interface CatalogResource {
  /** Name of its table and in `state`: the API's path of it. */
  name: string;
  /** With the parent's id as a parameter where it has one: `/customers/:customer_id/addresses`. */
  path: string;
  /** The field that DELETE and bulk-delete select by; every row with it goes, in all languages. */
  id: string;
  /** The fields that identify a row: the upsert key. */
  key: readonly string[];
  fields: Fields;
  /** Items per POST or PUT. */
  max: number;
  /** False for newsletter subscribers, the one resource without data-source attributes. */
  sourced?: boolean;
  /** Name of the id array in a bulk-delete body. Absent: nothing can be deleted. */
  deleteKey?: string;
  /** Whether GET on the path lists it; `one-row-per-id` hides all languages but the first. */
  list?: 'all' | 'one-row-per-id';
  /** Readable attributes beyond the fields. */
  extraReads?: readonly ReadField[];
  /** Routes that read one row: a path with one parameter, and the field it is looked up by. */
  reads?: readonly { path: string; by: string }[];
  /** Fields that get a column with an index. */
  columns?: readonly string[];
  parent?: Parent;
  /** After a row was written, inside the same transaction. */
  saved?(sandbox: Sandbox, row: Item): void;
}

export interface Parent {
  /** The field that names it, also the parameter in the path. */
  field: string;
  /** The resource it must exist in. */
  resource: CatalogResource;
  /** POST route that takes the parent from each item. */
  bulkPath: string;
}

/** One catalog resource at work on a sandbox. */
interface Catalog {
  sandbox: Sandbox;
  resource: CatalogResource;
  table: Table;
  model: ReadModel;
  save(item: Item, errors: string[]): void;
  update(item: Item, errors: string[]): void;
}

/** Attributes that the SDK or a connector may add to every item; `label_source` is the SDK's own. */
const SOURCE_FIELDS: Fields = {
  id_data_source: optional(integer),
  source_label: optional(string),
};
const SDK_FIELDS: Fields = { label_source: optional(string) };

export function catalogTable(
  sandbox: Sandbox,
  { name, key, columns = [] }: CatalogResource,
): Table {
  return sandbox.table({ name, key, columns });
}

export function catalogRoutes(
  app: FastifyInstance,
  sandbox: Sandbox,
  resource: CatalogResource,
): void {
  const catalog = openCatalog(sandbox, resource);
  writeRoutes(app, catalog);
  if (resource.list !== undefined) listRoute(app, catalog);
  for (const read of resource.reads ?? []) readRoute(app, catalog, read);
  if (resource.deleteKey !== undefined) deleteRoutes(app, catalog, resource.deleteKey);
}

function openCatalog(sandbox: Sandbox, resource: CatalogResource): Catalog {
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
  const write = (item: Item) => {
    table.upsert(cells(item), item);
    resource.saved?.(sandbox, item);
  };
  const checkSource = ({ id_data_source: id }: Item, errors: string[]) => {
    if (typeof id === 'number' && !sources.exists(id)) {
      errors.push('id_data_source must be the id of an existing data source');
    }
  };
  return {
    sandbox,
    resource,
    table,
    model: catalogModel(resource),
    save(item, errors) {
      check.full(item, errors);
      checkSource(item, errors);
      if (errors.length === 0) write(item);
    },
    update(item, errors) {
      check.partial(item, errors);
      checkSource(item, errors);
      for (const name of resource.key) {
        if (!Object.hasOwn(item, name)) errors.push(`${name} is required`);
      }
      if (errors.length > 0) return;
      const row = table.find(...resource.key.map((name) => cell(item[name])));
      if (row === undefined) errors.push(`${resource.key.join(' and ')} not found`);
      else write(Object.assign(row.body, item));
    },
  };
}

const cell = (value: unknown): Cell =>
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

// ---------------------------------------------------------------- routes

function writeRoutes(app: FastifyInstance, catalog: Catalog): void {
  const { resource, save, update } = catalog;
  app.post(resource.path, (request) => writeAll(catalog, request, save));
  app.put(resource.path, (request) => writeAll(catalog, request, update));
  if (resource.parent !== undefined) {
    app.post(resource.parent.bulkPath, (request) => writeAll(catalog, request, save));
  }
}

/** Async, so that a refusal is a rejection. */
async function writeAll(
  { sandbox, resource }: Catalog,
  request: FastifyRequest,
  write: (item: Item, errors: string[]) => void,
) {
  const items = bulkItems(request.body, resource.max);
  return sandbox.transaction(() => {
    const place = parentScope(sandbox, resource.parent, request);
    return settleEach(
      items,
      eachItem((item, errors) => {
        place(item, errors);
        if (errors.length === 0) write(item, errors);
      }),
    );
  });
}

/**
 * Puts an item under its parent. The id in the path wins over one in the item; without one in the
 * path, each item names its own.
 */
function parentScope(
  sandbox: Sandbox,
  parent: Parent | undefined,
  request: FastifyRequest,
): (item: Item, errors: string[]) => void {
  if (parent === undefined) return () => {};
  const { field } = parent;
  const given = pathParameter(request, field);
  if (given !== undefined) {
    requireParent(sandbox, parent, given);
    return (item) => {
      item[field] = given;
    };
  }
  return (item, errors) => {
    const id = cell(item[field]);
    if (id !== null && !parentExists(sandbox, parent, id)) errors.push(`${field} not found`);
  };
}

function requireParent(sandbox: Sandbox, parent: Parent, id: string): void {
  if (!parentExists(sandbox, parent, id))
    throw new Refusal(UNKNOWN_PARENT_STATUS, `${parent.field} not found`);
}

function parentExists(sandbox: Sandbox, { resource }: Parent, id: string): boolean {
  return catalogTable(sandbox, resource).firstBy(resource.id, id) !== undefined;
}

function listRoute(app: FastifyInstance, catalog: Catalog): void {
  const { sandbox, resource, table, model } = catalog;
  app.get(resource.path, async (request) => {
    if (resource.parent !== undefined) {
      requireParent(sandbox, resource.parent, pathParameter(request, resource.parent.field) ?? '');
    }
    const where = [...underParent(resource, request), ...firstLanguage(resource)];
    return list(table, model, parameters(request.url), { now: sandbox.now(), where });
  });
}

/** Only what belongs to the parent named in the path. */
function underParent({ parent }: CatalogResource, request: FastifyRequest): Where[] {
  if (parent === undefined) return [];
  return [{ sql: `${parent.field} = ?`, values: [pathParameter(request, parent.field) ?? ''] }];
}

function firstLanguage({ name, id, list: which }: CatalogResource): Where[] {
  if (which !== 'one-row-per-id' || !PRODUCTS_LIST_ONE_ROW_EACH) return [];
  const sql = `NOT EXISTS (SELECT 1 FROM "${name}" AS o WHERE o.${id} = t.${id} AND o.id < t.id)`;
  return [{ sql, values: [] }];
}

function readRoute(
  app: FastifyInstance,
  { table, model, resource }: Catalog,
  { path, by }: { path: string; by: string },
): void {
  app.get(`${path}/:value`, async (request) => {
    const row = table.firstBy(by, pathParameter(request, 'value') ?? '');
    const { fields } = parameters(request.url);
    const show = projection(model, fields);
    if (row === undefined) throw notFound(`${resource.name}: ${by} not found`);
    return { statusCode: 200, data: show(row) };
  });
}

function deleteRoutes(app: FastifyInstance, catalog: Catalog, deleteKey: string): void {
  const { sandbox, resource, table } = catalog;
  const remove = (request: FastifyRequest, id: string) =>
    table.removeWhere([
      ...underParent(resource, request),
      { sql: `${resource.id} = ?`, values: [id] },
    ]);

  app.delete(`${resource.path}/:value`, async (request) => {
    sandbox.transaction(() => remove(request, pathParameter(request, 'value') ?? ''));
    return ONE_SENT;
  });
  app.post(`${resource.path}/bulk-delete`, async (request) => {
    const ids = idsToDelete(request.body, deleteKey);
    const numeric = resource.fields[resource.id]?.kind === 'number';
    return sandbox.transaction(() =>
      settleEach(ids, (id, errors) => {
        if (isKey(id) || (numeric && Number.isSafeInteger(id))) remove(request, String(id));
        else errors.push(`each value in ${deleteKey} must be an id`);
      }),
    );
  });
}

function idsToDelete(body: unknown, deleteKey: string): unknown[] {
  if (!isItem(body)) throw badRequest([`body must be an object with ${deleteKey}`]);
  const extra = Object.keys(body).filter(
    (name) => name !== deleteKey && !Object.hasOwn(SDK_FIELDS, name),
  );
  if (extra.length > 0) throw badRequest([`property ${extra[0]?.slice(0, 100)} should not exist`]);
  return bulkItems(body[deleteKey], BULK_DELETE_MAX, deleteKey);
}

function pathParameter(request: FastifyRequest, name: string): string | undefined {
  return (request.params as Record<string, string | undefined>)[name];
}

/** The row's own id, readable where the docs list it. */
export const ROW_ID = idField('id');
