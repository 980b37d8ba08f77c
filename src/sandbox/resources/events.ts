/** Event types and the properties of their events. */

import type { FastifyInstance } from 'fastify';
import { CREATED_STATUS, EVENT_CODE_PATTERN } from '../choices.js';
import { type Check, compileFields, type Fields, type Item, isItem, required } from '../fields.js';
import { bodyOf, pathId } from '../input.js';
import { list, projection } from '../listing.js';
import { parameters } from '../query.js';
import { bodyField, idField, readModel } from '../read-model.js';
import { badRequest, conflict, notFound } from '../refusal.js';
import type { Sandbox } from '../sandbox.js';
import type { Row, Table } from '../table.js';
import { freeObject, integer, matching } from '../types.js';
import { slotFaults } from './event-slots.js';

/** A text, or one per language: connectors use both forms. */
const name: Check = (value, path, errors) => {
  const texts = isItem(value) ? Object.values(value) : [value];
  const good = texts.length > 0 && texts.every((text) => typeof text === 'string' && text !== '');
  if (!good) errors.push(`${path} must be a text, or a text per language`);
};

const properties: Check = (value, path, errors) => {
  freeObject.check(value, path, errors);
  if (isItem(value)) errors.push(...slotFaults(value));
};

const codeName = matching(EVENT_CODE_PATTERN, 'must be 1 to 100 letters, digits and _.-');

const FIELDS: Fields = {
  name: required({ kind: 'json', check: name }),
  code_name: required(codeName),
  properties: { kind: 'json', check: properties, optional: true },
};
const forCreate = compileFields(FIELDS).full;
const forUpdate = compileFields({ ...FIELDS, id_event: required(integer) }).partial;

const MODEL = readModel([
  idField('id_event'),
  bodyField('name', 'json'),
  bodyField('code_name', 'text'),
  bodyField('properties', 'json'),
  bodyField('created_at', 'text'),
  bodyField('updated_at', 'text'),
]);

export function eventTable(sandbox: Sandbox): Table {
  return sandbox.table({ name: 'events', key: ['code_name'], lastingIds: true });
}

export function eventRoutes(app: FastifyInstance, sandbox: Sandbox): void {
  const table = eventTable(sandbox);

  app.get('/events', async (request) =>
    list(table, MODEL, parameters(request.url), { now: sandbox.now() }),
  );

  app.get('/events/:id', async (request) => {
    const show = projection(MODEL, parameters(request.url).fields);
    return { statusCode: 200, data: show(findEvent(table, pathId(request))) };
  });

  app.post('/events', async (request, reply) => {
    const given = bodyOf(request.body, forCreate);
    const row = sandbox.transaction(() => {
      requireFreeName(table, given.code_name);
      const at = sandbox.timestamp();
      const body = { properties: null, ...given, created_at: at, updated_at: at };
      return { id: table.insert([String(given.code_name)], body), body };
    });
    return reply
      .code(CREATED_STATUS)
      .send({ statusCode: CREATED_STATUS, data: projection(MODEL, [])(row) });
  });

  app.patch('/events', async (request) => {
    const { id_event: eventId, ...given } = bodyOf(request.body, forUpdate);
    if (typeof eventId !== 'number') throw badRequest(['id_event is required']);
    const row = sandbox.transaction(() => {
      const found = findEvent(table, eventId);
      if ('code_name' in given) requireFreeName(table, given.code_name, found.id);
      const body: Item = { ...found.body, ...given, updated_at: sandbox.timestamp() };
      table.replace(found.id, [String(body.code_name)], body);
      return { id: found.id, body };
    });
    return { statusCode: 200, data: projection(MODEL, [])(row) };
  });

  app.delete('/events/:id', async (request) => {
    sandbox.transaction(() => table.remove(findEvent(table, pathId(request)).id));
    return { statusCode: 200, data: null };
  });
}

function findEvent(table: Table, eventId: number | undefined): Row {
  const row = eventId === undefined ? undefined : table.get(eventId);
  if (row === undefined) throw notFound('Event not found');
  return row;
}

function requireFreeName(table: Table, codeName: unknown, self?: number): void {
  const holder = table.find(String(codeName));
  if (holder !== undefined && holder.id !== self) throw conflict('Event already exists');
}
