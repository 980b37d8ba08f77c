/** The origins of data: the shop's own source, and one per integration or point of sale. */

import type { FastifyInstance } from 'fastify';
import { CREATED_STATUS, DATA_SOURCE_TYPES, PROTECT_DATA_SOURCES } from '../choices.js';
import { dataSources } from '../data-source-table.js';
import { compileFields, type Fields, type Item, isItem, optional, required } from '../fields.js';
import { bodyOf, pathId } from '../input.js';
import { badRequest, conflict, notFound, type Refusal } from '../refusal.js';
import type { Sandbox } from '../sandbox.js';
import type { Row, Table } from '../table.js';
import { boolean, freeObject, integer, label, oneOf } from '../types.js';

/** A JSON string, or an object that is converted to one. */
const config = {
  ...freeObject,
  check: (value: unknown, path: string, errors: string[]) => {
    if (typeof value !== 'string') freeObject.check(value, path, errors);
  },
};

const FIELDS: Fields = {
  label: required(label),
  type: optional(oneOf(DATA_SOURCE_TYPES)),
  config: optional(config),
  parent_id: optional(integer),
  is_default: optional(boolean),
};
const forCreate = compileFields(FIELDS).full;
const forUpdate = compileFields({ ...FIELDS, active: optional(boolean) }).partial;

/** A shop has its e-commerce source from the start. */
export function addDefaultDataSource(sandbox: Sandbox): void {
  const { table } = dataSources(sandbox);
  if (table.count() > 0) return;
  table.insert([null], newSource(sandbox, { label: 'E-commerce', is_default: true }));
}

function newSource(sandbox: Sandbox, given: Item): Item {
  const at = sandbox.timestamp();
  return {
    id_shop: 1,
    type: 'api',
    is_default: false,
    active: true,
    parent_id: null,
    ...given,
    config: configText(given.config),
    created_at: at,
    updated_at: at,
  };
}

const configText = (config: unknown): string | null => {
  if (config === undefined || config === null) return null;
  return typeof config === 'string' ? config : JSON.stringify(config);
};

export function dataSourceRoutes(app: FastifyInstance, sandbox: Sandbox): void {
  const { table } = dataSources(sandbox);

  app.get('/data-sources', async () => ({
    statusCode: 200,
    data: allRows(table).map(show),
  }));

  app.post('/data-sources', async (request, reply) => {
    const given = bodyOf(request.body, forCreate);
    const row = sandbox.transaction(() => {
      checkParent(table, given.parent_id, undefined);
      const body = newSource(sandbox, dropNulls(given));
      if (body.is_default === true) demoteDefault(table);
      return { id: table.insert([parentCell(body)], body), body };
    });
    return reply.code(CREATED_STATUS).send({ statusCode: CREATED_STATUS, data: show(row) });
  });

  app.put('/data-sources/:id', async (request) => {
    const given = bodyOf(request.body, forUpdate);
    const row = sandbox.transaction(() => {
      const found = findSource(table, pathId(request));
      checkParent(table, given.parent_id, found.id);
      if ('config' in given) given.config = configText(given.config);
      if ('is_default' in given) changeDefault(table, found, given);
      const body = { ...found.body, ...given, updated_at: sandbox.timestamp() };
      table.replace(found.id, [parentCell(body)], body);
      return { id: found.id, body };
    });
    return { statusCode: 200, data: show(row) };
  });

  app.delete('/data-sources/:id', async (request) => {
    sandbox.transaction(() => {
      const found = findSource(table, pathId(request));
      const refusal = PROTECT_DATA_SOURCES ? whyKept(table, found) : undefined;
      if (refusal !== undefined) throw refusal;
      table.remove(found.id);
    });
    return { statusCode: 200, data: null };
  });
}

const allRows = (table: Table): Row[] =>
  table.select({ where: [], orderBy: 'id', limit: -1, offset: 0 });

const show = ({ id, body }: Row): Item => ({ id_data_source: id, ...body });

const parentCell = ({ parent_id }: Item): string | null =>
  typeof parent_id === 'number' ? String(parent_id) : null;

/** At creation, null means the same as an absent value. */
const dropNulls = (given: Item): Item =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));

function findSource(table: Table, id: number | undefined): Row {
  const row = id === undefined ? undefined : table.get(id);
  if (row === undefined) throw notFound('Data source not found');
  return row;
}

/** A shop has one default source, which changes only when another source becomes the default. */
function changeDefault(table: Table, { body }: Row, given: Item): void {
  given.is_default = given.is_default === true;
  if (given.is_default) demoteDefault(table);
  else if (PROTECT_DATA_SOURCES && body.is_default === true) {
    throw badRequest(['is_default: make another source the default one instead']);
  }
}

function demoteDefault(table: Table): void {
  for (const { id, body } of allRows(table)) {
    if (body.is_default === true) {
      table.replace(id, [parentCell(body)], { ...body, is_default: false });
    }
  }
}

/** A parent must exist, and must not be the source itself or one of its descendants. */
function checkParent(table: Table, parentId: unknown, self: number | undefined): void {
  let next = parentId;
  while (typeof next === 'number') {
    const parent = table.get(next);
    if (parent === undefined) throw badRequest(['parent_id must be the id of an existing source']);
    if (next === self) throw badRequest(['parent_id must not make a source its own parent']);
    next = isItem(parent.body) ? parent.body.parent_id : null;
  }
}

function whyKept(table: Table, { id, body }: Row): Refusal | undefined {
  if (body.is_default === true) return badRequest('The default data source cannot be deleted');
  const children = table.count([{ sql: 'parent_id = ?', values: [String(id)] }]);
  return children > 0 ? conflict('The data source has child sources') : undefined;
}
