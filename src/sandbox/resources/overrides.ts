/** The custom fields that replace a native price, per system field. */

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { OVERRIDE_FIELD_TYPES, OVERRIDES_ARE_UNAMBIGUOUS, OVERRIDES_MAX } from '../choices.js';
import { arrayOf, compileFields, type Item, object, required } from '../fields.js';
import { bodyOf } from '../input.js';
import { parameters, queryOf } from '../query.js';
import { badRequest } from '../refusal.js';
import type { Sandbox } from '../sandbox.js';
import type { Table } from '../table.js';
import { id, integer, oneOf } from '../types.js';
import type { Definition } from './definition-shape.js';
import { definitionTable } from './definitions.js';
import { overrideTable } from './override-table.js';

const PATH = '/custom-data-definitions/overrides';

interface Override extends Item {
  id_custom_data_definition: number;
  custom_field_name: string;
  priority: number;
}

const selection = compileFields({
  target_system_schema: required(oneOf(['products'])),
  system_field_name: required(oneOf(['price', 'price_discount'])),
});
const forPut = compileFields({
  overrides: required(
    arrayOf(
      object({
        id_custom_data_definition: required(integer),
        custom_field_name: required(id),
        priority: required(integer),
      }),
    ),
  ),
}).full;

export function overrideRoutes(app: FastifyInstance, sandbox: Sandbox): void {
  const definitions = definitionTable(sandbox);
  const table = overrideTable(sandbox);

  app.get(PATH, async (request) => {
    const found = table.find(...selected(request));
    return { statusCode: 200, data: found?.body.overrides ?? [] };
  });

  app.put(PATH, async (request) => {
    const cells = selected(request);
    const overrides = bodyOf(request.body, forPut).overrides as Override[];
    sandbox.transaction(() => {
      const faults = overrideFaults(overrides, definitions);
      if (faults.length > 0) throw badRequest(faults);
      table.upsert(cells, { overrides });
    });
    return { statusCode: 200, data: overrides };
  });
}

/** The system field that the query names. Throws 400. */
function selected(request: FastifyRequest): [string, string] {
  const names = ['target_system_schema', 'system_field_name'] as const;
  parameters(request.url, names, []);
  const given = Object.fromEntries(queryOf(request.url));
  const errors: string[] = [];
  selection.full(given, errors);
  if (errors.length > 0) throw badRequest(errors);
  return [String(given.target_system_schema), String(given.system_field_name)];
}

function overrideFaults(overrides: readonly Override[], definitions: Table): string[] {
  if (overrides.length > OVERRIDES_MAX) {
    return [`overrides must contain no more than ${OVERRIDES_MAX} elements`];
  }
  return [
    ...overrides.flatMap((override, i) => targetFaults(override, `overrides.${i}`, definitions)),
    ...(OVERRIDES_ARE_UNAMBIGUOUS ? repeatedFaults(overrides) : []),
  ];
}

function targetFaults(override: Override, place: string, definitions: Table): string[] {
  const definition = definitions.get(override.id_custom_data_definition)?.body as
    | Definition
    | undefined;
  if (definition === undefined || definition.status === 'deleted') {
    return [`${place}.id_custom_data_definition must be the id of an existing definition`];
  }
  const field = definition.fields.find(({ name }) => name === override.custom_field_name);
  if (field === undefined) return [`${place}.custom_field_name is not a field of the definition`];
  if (OVERRIDE_FIELD_TYPES.includes(field.type)) return [];
  return [
    `${place}.custom_field_name must be a field of type ${OVERRIDE_FIELD_TYPES.join(' or ')}`,
  ];
}

/** With a repeated priority or field, it would be unclear which one applies. */
function repeatedFaults(overrides: readonly Override[]): string[] {
  const twice = (keys: unknown[]) => new Set(keys).size < keys.length;
  const fields = overrides.map((o) => `${o.id_custom_data_definition} ${o.custom_field_name}`);
  return [
    ...(twice(overrides.map((o) => o.priority)) ? ['overrides: a priority is listed twice'] : []),
    ...(twice(fields) ? ['overrides: a field is listed twice'] : []),
  ];
}
