/** The routes of a catalog resource: list, read, upsert, partial update, delete. */

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { bulkItems, eachItem, ONE_SENT, settleEach } from './bulk.js';
import {
  type Catalog,
  type CatalogResource,
  catalogTable,
  cell,
  openCatalog,
  type Parent,
  SDK_FIELDS,
} from './catalog.js';
import {
  BULK_DELETE_MAX,
  CASCADE_TO_CHILDREN,
  PRODUCTS_LIST_ONE_ROW_EACH,
  UNKNOWN_PARENT_STATUS,
} from './choices.js';
import { clip, type Item, isItem } from './fields.js';
import { pathText } from './input.js';
import { list, projection } from './listing.js';
import { parameters } from './query.js';
import { badRequest, notFound, Refusal } from './refusal.js';
import type { Sandbox } from './sandbox.js';
import type { Where } from './table.js';
import { isKey } from './types.js';

/** `children` are the resources whose parent is this one. */
export function catalogRoutes(
  app: FastifyInstance,
  sandbox: Sandbox,
  resource: CatalogResource,
  children: readonly CatalogResource[],
): void {
  const catalog = openCatalog(sandbox, resource);
  writeRoutes(app, catalog);
  if (resource.list !== undefined) listRoute(app, catalog);
  for (const read of resource.reads ?? []) readRoute(app, catalog, read);
  if (resource.deleteKey !== undefined) {
    deleteRoutes(app, catalog, resource.deleteKey, CASCADE_TO_CHILDREN ? children : []);
  }
}

function writeRoutes(app: FastifyInstance, catalog: Catalog): void {
  const { resource, update } = catalog;
  app.post(resource.path, (request) => saveAll(catalog, request));
  app.put(resource.path, (request) => writeAll(catalog, request, update));
  if (resource.parent !== undefined) {
    app.post(resource.parent.bulkPath, (request) => saveAll(catalog, request));
  }
}

/** Checks each item, then writes the valid ones together, which is faster than one by one. */
function saveAll(catalog: Catalog, request: FastifyRequest) {
  const good: Item[] = [];
  const settle = (item: Item, errors: string[]) => {
    catalog.check(item, errors);
    if (errors.length === 0) good.push(item);
  };
  return writeAll(catalog, request, settle, () => catalog.saveAll(good));
}

/** Async, so that an error rejects the promise. `finish` runs in the same transaction. */
async function writeAll(
  { sandbox, resource }: Catalog,
  request: FastifyRequest,
  settle: (item: Item, errors: string[]) => void,
  finish: () => void = () => {},
) {
  const items = bulkItems(request.body, resource.max);
  return sandbox.transaction(() => {
    const place = parentScope(sandbox, resource.parent, request);
    const answer = settleEach(
      items,
      eachItem((item, errors) => {
        place(item, errors);
        if (errors.length === 0) settle(item, errors);
      }),
    );
    finish();
    return answer;
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
  const given = pathText(request, field);
  if (given !== '') {
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
      requireParent(sandbox, resource.parent, pathText(request, resource.parent.field));
    }
    const where = [
      ...underParent(resource, request),
      ...firstLanguage(resource, table.visible.source),
    ];
    return list(table, model, parameters(request.url), { now: sandbox.now(), where });
  });
}

/** Only rows of the parent in the path. */
function underParent({ parent }: CatalogResource, request: FastifyRequest): Where[] {
  if (parent === undefined) return [];
  return [{ sql: `${parent.field} = ?`, values: [pathText(request, parent.field)] }];
}

function firstLanguage({ id, list: which }: CatalogResource, source: string): Where[] {
  if (which !== 'one-row-per-id' || !PRODUCTS_LIST_ONE_ROW_EACH) return [];
  const sql = `NOT EXISTS (SELECT 1 FROM ${source} AS o WHERE o.${id} = t.${id} AND o.id < t.id)`;
  return [{ sql, values: [] }];
}

function readRoute(
  app: FastifyInstance,
  { table, model, resource }: Catalog,
  { path, by }: { path: string; by: string },
): void {
  app.get(`${path}/:value`, async (request) => {
    const row = table.visible.firstBy(by, pathText(request, 'value'));
    const { fields } = parameters(request.url);
    const show = projection(model, fields);
    if (row === undefined) throw notFound(`${resource.name}: ${by} not found`);
    return { statusCode: 200, data: show(row) };
  });
}

function deleteRoutes(
  app: FastifyInstance,
  catalog: Catalog,
  deleteKey: string,
  children: readonly CatalogResource[],
): void {
  const { sandbox, resource, table } = catalog;
  const remove = (request: FastifyRequest, ids: readonly string[]) => {
    const under = underParent(resource, request);
    const ofThese = { sql: `${resource.id} IN (${ids.map(() => '?')})`, values: ids };
    table.removeWhere([...under, ofThese]);
    // A child names its parent by the field of the parent's id.
    for (const child of children) catalogTable(sandbox, child).removeWhere([ofThese]);
    resource.removed?.(sandbox, ids);
  };

  app.delete(`${resource.path}/:value`, async (request) => {
    sandbox.transaction(() => remove(request, [pathText(request, 'value')]));
    return ONE_SENT;
  });
  app.post(`${resource.path}/bulk-delete`, async (request) => {
    const ids = idsToDelete(request.body, deleteKey);
    const numeric = resource.fields[resource.id]?.kind === 'number';
    const good: string[] = [];
    const answer = settleEach(ids, (id, errors) => {
      if (isKey(id) || (numeric && Number.isSafeInteger(id))) good.push(String(id));
      else errors.push(`each value in ${deleteKey} must be an id`);
    });
    sandbox.transaction(() => remove(request, good));
    return answer;
  });
}

function idsToDelete(body: unknown, deleteKey: string): unknown[] {
  if (!isItem(body)) throw badRequest([`body must be an object with ${deleteKey}`]);
  const extra = Object.keys(body).find(
    (name) => name !== deleteKey && !Object.hasOwn(SDK_FIELDS, name),
  );
  if (extra !== undefined) throw badRequest([`property ${clip(extra)} should not exist`]);
  return bulkItems(body[deleteKey], BULK_DELETE_MAX, deleteKey);
}
