/** Lists and segments, and their members. No public route adds members, but seeded data has some. */

import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  CREATED_STATUS,
  LIST_NAMES_ARE_UNIQUE,
  ONLY_SEGMENTS_ARE_CONFIGURED,
  SEGMENTS_STAY_EMPTY,
} from '../choices.js';
import { compileFields, type Item, required } from '../fields.js';
import { bodyOf, pathId } from '../input.js';
import { list, projection } from '../listing.js';
import { parameters } from '../query.js';
import { bodyField, idField, type ReadField, type ReadModel, readModel } from '../read-model.js';
import { badRequest, conflict, notFound } from '../refusal.js';
import type { Sandbox } from '../sandbox.js';
import type { Row, Table } from '../table.js';
import { boolean, id, oneOf, string } from '../types.js';
import { CONTACT_MODEL, optinSql, unsubSql } from './contact-shape.js';
import { contactTable } from './contacts.js';

export const checkList = compileFields({
  name: required(id),
  type: required(oneOf(['list', 'segment'])),
}).full;
const forUpdate = compileFields({
  name: required(id),
  segmentation_config: required(string),
  keep_updated: required(boolean),
}).partial;

export const listTable = (sandbox: Sandbox): Table =>
  sandbox.table({ name: 'lists', key: [], columns: ['name'], lastingIds: true });

export const memberTable = (sandbox: Sandbox): Table =>
  sandbox.table({ name: 'lists-contacts', key: ['id_list', 'id_contact'], columns: [] });

/** A condition in SQL: the lists that a contact is in. */
export const OF_CONTACT =
  'CAST(t.id AS TEXT) IN (SELECT id_list FROM "lists-contacts" WHERE id_contact = ?)';

/** The number of members, counted at each read. */
function counter(sandbox: Sandbox, name: string, condition = '1'): ReadField {
  const members = `SELECT count(*)
    FROM (SELECT id_list, CAST(id_contact AS INTEGER) AS member FROM "lists-contacts"), contacts
    WHERE contacts.id = member AND ${condition} AND id_list =`;
  const count = sandbox.db.prepare(`${members} ?`).pluck();
  return {
    name,
    kind: 'number',
    sql: `(${members} CAST(t.id AS TEXT))`,
    read: (row) => count.get(String(row.id)),
  };
}

export function listModel(sandbox: Sandbox): ReadModel {
  contactTable(sandbox);
  memberTable(sandbox);
  return readModel([
    idField('id_shop_list'),
    bodyField('name', 'text'),
    bodyField('type', 'text'),
    bodyField('segmentation_config', 'text'),
    bodyField('keep_updated', 'boolean'),
    counter(sandbox, 'total_contacts'),
    counter(sandbox, 'total_subscribers', optinSql('email')),
    counter(sandbox, 'total_unsubscribeds', unsubSql('email')),
    bodyField('created_at', 'text'),
    bodyField('updated_at', 'text'),
  ]);
}

/** Throws 409 when the name is taken. Call it inside a transaction. */
export function createList(sandbox: Sandbox, given: Item): Row {
  const table = listTable(sandbox);
  requireFreeName(table, given.name);
  const at = sandbox.timestamp();
  const body = {
    segmentation_config: null,
    keep_updated: false,
    ...given,
    created_at: at,
    updated_at: at,
  };
  return { id: table.insert([String(given.name)], body), body };
}

export function listRoutes(app: FastifyInstance, sandbox: Sandbox): void {
  const table = listTable(sandbox);
  const model = listModel(sandbox);
  const show = projection(model, []);

  app.get('/lists', async (request) =>
    list(table, model, parameters(request.url), { now: sandbox.now() }),
  );

  app.post('/lists', async (request, reply) => {
    const given = bodyOf(request.body, checkList);
    const row = sandbox.transaction(() => createList(sandbox, given));
    return reply.code(CREATED_STATUS).send({ statusCode: CREATED_STATUS, data: show(row) });
  });

  app.get('/lists/:id', async (request) => {
    const shown = projection(model, parameters(request.url, [], ['fields']).fields);
    return { statusCode: 200, data: shown(findList(table, request)) };
  });

  app.patch('/lists/:id', async (request) => {
    const given = bodyOf(request.body, forUpdate);
    const row = sandbox.transaction(() => {
      const found = findList(table, request);
      refuseConfigOfList(found.body, given);
      if ('name' in given) requireFreeName(table, given.name, found.id);
      const body: Item = { ...found.body, ...given, updated_at: sandbox.timestamp() };
      table.replace(found.id, [String(body.name)], body);
      const reconfigured = body.segmentation_config !== found.body.segmentation_config;
      if (SEGMENTS_STAY_EMPTY && reconfigured) removeMembers(sandbox, found.id);
      return { id: found.id, body };
    });
    return { statusCode: 200, data: show(row) };
  });

  app.delete('/lists/:id', async (request) => {
    sandbox.transaction(() => {
      const { id: listId } = findList(table, request);
      removeMembers(sandbox, listId);
      table.remove(listId);
    });
    return { statusCode: 200, data: null };
  });

  app.get('/lists/:id/contacts', async (request) => {
    const listId = String(findList(table, request).id);
    const sql = 'CAST(t.id AS TEXT) IN (SELECT id_contact FROM "lists-contacts" WHERE id_list = ?)';
    return list(contactTable(sandbox), CONTACT_MODEL, parameters(request.url), {
      now: sandbox.now(),
      where: [{ sql, values: [listId] }],
      defaultOrder: byMembership(listId),
    });
  });
}

/** `listId` has only digits, because a list with this id exists. */
const byMembership = (listId: string): string =>
  `(SELECT m.id FROM "lists-contacts" AS m WHERE m.id_list = '${listId}' AND m.id_contact = CAST(t.id AS TEXT))`;

function refuseConfigOfList({ type }: Item, given: Item): void {
  if (!ONLY_SEGMENTS_ARE_CONFIGURED || type === 'segment') return;
  const wrong = ['segmentation_config', 'keep_updated'].filter((name) => name in given);
  if (wrong.length > 0) throw badRequest(wrong.map((name) => `${name} is for segments only`));
}

function removeMembers(sandbox: Sandbox, listId: number): void {
  memberTable(sandbox).removeWhere([{ sql: 'id_list = ?', values: [String(listId)] }]);
}

function requireFreeName(table: Table, name: unknown, self?: number): void {
  const holder = table.firstBy('name', String(name));
  if (LIST_NAMES_ARE_UNIQUE && holder !== undefined && holder.id !== self) {
    throw conflict('A list with this name already exists');
  }
}

function findList(table: Table, request: FastifyRequest): Row {
  const listId = pathId(request);
  const row = listId === undefined ? undefined : table.get(listId);
  if (row === undefined) throw notFound('List not found');
  return row;
}
