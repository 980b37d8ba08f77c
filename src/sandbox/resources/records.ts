/** Records of custom-data definitions: save, list, patch, delete. */

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { bulkItems, eachItem, ONE_SENT, settleEach } from '../bulk.js';
import {
  BULK_DELETE_MAX,
  DEFAULTS_FILL_IN,
  INACTIVE_DEFINITION_STATUS,
  RECORD_UPSERT_REPLACES,
  RECORDS_MAX,
  UNIQUE_KEYS_NEED_VALUES,
} from '../choices.js';
import { type CompiledFields, type Item, own } from '../fields.js';
import { asId, bodyOf, pathId } from '../input.js';
import { list, projection } from '../listing.js';
import { parameter, parameters } from '../query.js';
import { bodyField, idField, type ReadModel, readModel } from '../read-model.js';
import { badRequest, conflict, notFound, Refusal } from '../refusal.js';
import type { Sandbox } from '../sandbox.js';
import type { Cell, Row, Table, Where } from '../table.js';
import type { Definition } from './definition-shape.js';
import { type DefinitionRow, definitionTable, findDefinition } from './definitions.js';
import { compileRecord, resolveRelations, typeOf } from './record-check.js';

const PATH = '/custom-data-records/:id_definition';

export function recordTable(sandbox: Sandbox): Table {
  return sandbox.table({
    name: 'custom-data-records',
    key: ['id_definition', 'unique_key'],
    lastingIds: true,
    queued: true,
  });
}

export function recordRoutes(app: FastifyInstance, sandbox: Sandbox): void {
  const table = recordTable(sandbox);
  const definitions = definitionTable(sandbox);
  const compiled = compiledCache();
  const definitionOf = (request: FastifyRequest): DefinitionRow =>
    findDefinition(definitions, pathId(request, 'id_definition'));

  app.get(PATH, async (request) => {
    const { id, body } = definitionOf(request);
    return list(table, recordModel(body), parameters(request.url), {
      now: sandbox.now(),
      where: [ofDefinition(id)],
    });
  });

  app.post(PATH, async (request) => {
    const items = bulkItems(request.body, RECORDS_MAX);
    return sandbox.transaction(() => {
      const definition = active(definitionOf(request));
      const save = recordSaver(sandbox, table, definition, compiled(definition));
      return settleEach(items, eachItem(save));
    });
  });

  app.patch(`${PATH}/:id`, async (request) => {
    const row = sandbox.transaction(() => {
      const definition = active(definitionOf(request));
      const found = findRecord(table, definition.id, pathId(request));
      const changes = bodyOf(request.body, (record, errors) => {
        resolveRelations(sandbox, definition.body, record, errors);
        if (errors.length === 0) compiled(definition).partial(record, errors);
        requireKeyValues(definition.body, { ...found.body, ...record }, errors);
      });
      const body = { ...found.body, ...changes };
      const cells = cellsOf(definition, body);
      requireFreeKey(table, cells, found.id);
      table.replace(found.id, cells, body);
      return { show: projection(recordModel(definition.body), []), row: { id: found.id, body } };
    });
    return { statusCode: 200, data: row.show(row.row) };
  });

  app.delete(PATH, async (request) => {
    const id = asId(parameter(request.url, 'id'));
    if (id === undefined) throw badRequest(['id must be the id of a record']);
    sandbox.transaction(() => removeRecord(table, active(definitionOf(request)).id, id));
    return ONE_SENT;
  });

  app.post(`${PATH}/bulk-delete`, async (request) => {
    const ids = bulkItems(request.body, BULK_DELETE_MAX);
    return sandbox.transaction(() => {
      const definition = active(definitionOf(request));
      return settleEach(ids, (given, errors) => {
        const id = asId(given);
        if (id === undefined) errors.push('each value must be the id of a record');
        else removeRecord(table, definition.id, id);
      });
    });
  });
}

/** Compiled checks by definition, until its body changes: another process may extend it. */
function compiledCache(): (definition: DefinitionRow) => CompiledFields {
  const cache = new Map<number, { version: string; checks: CompiledFields }>();
  return ({ id, body }) => {
    const version = JSON.stringify(body.fields);
    const known = cache.get(id);
    if (known?.version === version) return known.checks;
    const checks = compileRecord(body);
    cache.set(id, { version, checks });
    return checks;
  };
}

function recordSaver(
  sandbox: Sandbox,
  table: Table,
  definition: DefinitionRow,
  checks: CompiledFields,
): (record: Item, errors: string[]) => void {
  return (record, errors) => {
    resolveRelations(sandbox, definition.body, record, errors);
    if (DEFAULTS_FILL_IN) fillDefaults(definition.body, record);
    if (errors.length === 0) checks.full(record, errors);
    requireKeyValues(definition.body, record, errors);
    if (errors.length > 0) return;
    const cells = cellsOf(definition, record);
    const before = RECORD_UPSERT_REPLACES ? undefined : table.find(...cells)?.body;
    table.upsert(cells, { ...before, ...record });
  };
}

function requireKeyValues({ unique_keys: keys }: Definition, record: Item, errors: string[]): void {
  if (!UNIQUE_KEYS_NEED_VALUES) return;
  for (const key of keys) {
    if ((own(record, key) ?? null) === null) {
      errors.push(`${key} is part of the unique key and must have a value`);
    }
  }
}

function fillDefaults({ fields }: Definition, record: Item): void {
  for (const { name, default: value } of fields) {
    if (value !== undefined && !Object.hasOwn(record, name)) record[name] = value;
  }
}

/** Without unique keys the second cell is null, which equals no other: every save inserts. */
function cellsOf({ id, body }: DefinitionRow, record: Item): [string, Cell] {
  const { unique_keys: keys } = body;
  const key =
    keys.length === 0 ? null : JSON.stringify(keys.map((name) => own(record, name) ?? null));
  return [String(id), key];
}

function requireFreeKey(table: Table, cells: [string, Cell], self: number): void {
  const holder = table.find(...cells);
  if (holder !== undefined && holder.id !== self) {
    throw conflict('Another record has this unique key');
  }
}

function active(definition: DefinitionRow): DefinitionRow {
  if (definition.body.status === 'active') return definition;
  throw new Refusal(INACTIVE_DEFINITION_STATUS, 'Custom data definition is not active');
}

const ofDefinition = (id: number): Where => ({ sql: 'id_definition = ?', values: [String(id)] });

function findRecord(table: Table, definition: number, id: number | undefined): Row {
  const where = [ofDefinition(definition), { sql: 'id = ?', values: [id ?? 0] }];
  const [row] = table.select({ where, orderBy: 'id', limit: 1, offset: 0 });
  if (row === undefined) throw notFound('Custom data record not found');
  return row;
}

function removeRecord(table: Table, definition: number, id: number): void {
  table.removeWhere([ofDefinition(definition), { sql: 'id = ?', values: [id] }]);
}

function recordModel({ fields }: Definition): ReadModel {
  return readModel([
    idField('id'),
    ...fields.map((field) => bodyField(field.name, typeOf(field).kind)),
  ]);
}
