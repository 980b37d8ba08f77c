/** Custom-data definitions: create, extend, activate, deactivate, delete (logically). */

import type { FastifyInstance, FastifyReply } from 'fastify';
import {
  CREATED_STATUS,
  DEFINITION_NAME_TAKEN,
  DEFINITION_NOT_FOUND,
  STATUS_UNCHANGED_STATUS,
} from '../choices.js';
import type { Item } from '../fields.js';
import { bodyOf, pathId } from '../input.js';
import { list, projection } from '../listing.js';
import { parameters } from '../query.js';
import { bodyField, idField, readModel } from '../read-model.js';
import { badRequest, Refusal } from '../refusal.js';
import type { Sandbox } from '../sandbox.js';
import type { Row, Table } from '../table.js';
import {
  type Definition,
  definitionFaults,
  forCreate,
  forExtend,
  withTargetFields,
} from './definition-shape.js';
import { dropOverridesOf } from './override-table.js';

const attributes = [
  bodyField('name', 'text'),
  bodyField('description', 'text'),
  bodyField('status', 'text'),
  bodyField('unique_keys', 'json'),
  bodyField('fields', 'json'),
  bodyField('relationships', 'json'),
  bodyField('created_at', 'text'),
  bodyField('updated_at', 'text'),
];
/** The listing gives ids as strings, a single read as numbers. */
export const LISTED_DEFINITION = readModel([idField('id_definition', String), ...attributes]);
const show = projection(readModel([idField('id_definition'), ...attributes]), []);

/** `name_key` is null for a deleted definition, so that its name can be used again. */
export function definitionTable(sandbox: Sandbox): Table {
  return sandbox.table({
    name: 'custom-data-definitions',
    key: ['name_key'],
    lastingIds: true,
  });
}

export type DefinitionRow = Row & { body: Definition };

/** A definition that is not deleted. Throws 400. */
export function findDefinition(table: Table, id: number | undefined): DefinitionRow {
  const row = id === undefined ? undefined : table.get(id);
  if (row === undefined || row.body.status === 'deleted') {
    throw new Refusal(DEFINITION_NOT_FOUND.status, DEFINITION_NOT_FOUND.message);
  }
  return row as DefinitionRow;
}

export function definitionRoutes(app: FastifyInstance, sandbox: Sandbox): void {
  const table = definitionTable(sandbox);
  const path = '/custom-data-definitions';

  app.get(path, async (request) =>
    list(table, LISTED_DEFINITION, parameters(request.url), { now: sandbox.now() }),
  );
  app.get(`${path}/:id`, async (request) => ({
    statusCode: 200,
    data: show(findDefinition(table, pathId(request))),
  }));
  app.post(path, async (request, reply) => {
    const given = bodyOf(request.body, forCreate);
    return answer(reply, CREATED_STATUS, create(sandbox, table, given));
  });
  app.patch(`${path}/:id/extend`, async (request) => {
    const row = extend(sandbox, table, pathId(request), bodyOf(request.body, forExtend));
    return { statusCode: 200, data: show(row) };
  });
  for (const [verb, status] of [
    ['activate', 'active'],
    ['deactivate', 'inactive'],
  ] as const) {
    app.patch(`${path}/:id/${verb}`, async (request) => {
      const row = setStatus(sandbox, table, pathId(request), status);
      return { statusCode: 200, data: show(row) };
    });
  }
  app.delete(`${path}/:id`, async (request) => {
    sandbox.transaction(() => {
      const { id } = findDefinition(table, pathId(request));
      write(sandbox, table, id, { status: 'deleted' });
      dropOverridesOf(sandbox, id);
    });
    return { statusCode: 200, data: null };
  });
}

const answer = (reply: FastifyReply, statusCode: number, row: Row) =>
  reply.code(statusCode).send({ statusCode, data: show(row) });

function create(sandbox: Sandbox, table: Table, given: Item): Row {
  return sandbox.transaction(() => {
    const at = sandbox.timestamp();
    const definition = withTargetFields({
      name: String(given.name),
      description: (given.description as string | null | undefined) ?? null,
      status: 'active',
      unique_keys: (given.unique_keys as string[] | null | undefined) ?? [],
      fields: given.fields as Definition['fields'],
      relationships: (given.relationships as Definition['relationships'] | null) ?? [],
      created_at: at,
      updated_at: at,
    });
    refuseFaults(table, definition, undefined);
    requireFreeName(table, definition.name, undefined);
    return { id: table.insert([nameKey(definition.name)], definition), body: definition };
  });
}

/** Appends; existing parts do not change. */
function extend(sandbox: Sandbox, table: Table, id: number | undefined, given: Item): Row {
  return sandbox.transaction(() => {
    const { id: self, body } = findDefinition(table, id);
    const more = (name: 'fields' | 'relationships') => (given[name] as never[] | null) ?? [];
    const definition = withTargetFields({
      ...body,
      name: typeof given.name === 'string' ? given.name : body.name,
      description: 'description' in given ? (given.description as string | null) : body.description,
      fields: [...body.fields, ...more('fields')],
      relationships: [...body.relationships, ...more('relationships')],
    });
    refuseFaults(table, definition, self);
    requireFreeName(table, definition.name, self);
    return write(sandbox, table, self, definition);
  });
}

function setStatus(
  sandbox: Sandbox,
  table: Table,
  id: number | undefined,
  status: 'active' | 'inactive',
): Row {
  return sandbox.transaction(() => {
    const row = findDefinition(table, id);
    if (row.body.status === status) {
      throw new Refusal(STATUS_UNCHANGED_STATUS, `Custom data definition is already ${status}`);
    }
    return write(sandbox, table, row.id, { status });
  });
}

function write(sandbox: Sandbox, table: Table, id: number, changes: Partial<Definition>): Row {
  const { body } = findDefinition(table, id);
  const changed = { ...body, ...changes, updated_at: sandbox.timestamp() };
  table.replace(id, [changed.status === 'deleted' ? null : nameKey(changed.name)], changed);
  return { id, body: changed };
}

function refuseFaults(table: Table, definition: Definition, self: number | undefined): void {
  const faults = definitionFaults(definition, (id) => {
    const target = id === self ? definition : table.get(id)?.body;
    return target === undefined || target.status === 'deleted' ? undefined : (target as Definition);
  });
  if (faults.length > 0) throw badRequest(faults);
}

function requireFreeName(table: Table, name: string, self: number | undefined): void {
  const holder = table.find(nameKey(name));
  if (holder !== undefined && holder.id !== self) {
    throw new Refusal(DEFINITION_NAME_TAKEN.status, DEFINITION_NAME_TAKEN.message);
  }
}

/** As MySQL compares: case and accents are ignored, and so are trailing spaces, but not leading ones. */
const nameKey = (name: string): string =>
  name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/ +$/, '');
