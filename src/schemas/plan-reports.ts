/** The data of the commands that show a plan. */
import { z } from 'zod';
import type { GraphReport } from '../commands/graph.js';
import type { TypesReport } from '../commands/types-command.js';
import type { PlanGraph } from '../plan/graph-model.js';
import { count, position } from './common.js';

const field = z.strictObject({
  name: z.string(),
  type: z.string().nullable().meta({
    description: 'Null when it is not declared, though a key or a relationship names it.',
  }),
  required: z.boolean(),
  key: z.boolean(),
  label: z.string().nullable(),
  description: z.string().nullable(),
  options: z.array(z.union([z.string(), z.number()])),
});

const planGraph: z.ZodType<PlanGraph> = z.strictObject({
  version: z.literal(1),
  sources: z.array(
    z.strictObject({
      key: z.string(),
      label: z.string(),
      type: z.string().nullable(),
      parent: z.string().nullable(),
      problem: z.enum(['unknown-parent', 'own-ancestor']).nullable(),
    }),
  ),
  definitions: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      description: z.string().nullable(),
      order: position.nullable().meta({
        description: 'Null when it is in a cycle or comes after one.',
      }),
      cycle: count.nullable().meta({ description: 'Position in `cycles`.' }),
      unique_keys: z.array(z.string()),
      fields: z.array(field),
    }),
  ),
  targets: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.enum(['system', 'shop', 'unknown']),
      name: z.string(),
      fields: z.array(z.string()),
    }),
  ),
  relationships: z.array(
    z.strictObject({
      from: z.string(),
      field: z.string(),
      to: z.string().meta({ description: 'Id of a definition or a target.' }),
      target_field: z.string(),
      cycle: count.nullable().meta({ description: 'Position in `cycles`.' }),
    }),
  ),
  cycles: z.array(z.array(z.string())),
  events: z.array(z.strictObject({ code_name: z.string(), name: z.string().nullable() })),
  order_statuses: z.array(
    z.strictObject({ status_id: z.string(), name: z.string(), languages: z.array(z.string()) }),
  ),
  unreadable: z.array(z.string()),
});

export const graph: z.ZodType<GraphReport> = z.strictObject({
  title: z.string(),
  file: z.string(),
  fixture: z.string().nullable(),
  output_file: z.string().nullable(),
  graph: planGraph,
});

export const types: z.ZodType<TypesReport> = z.strictObject({
  file: z.string(),
  fixture: z.string().nullable(),
  output_file: z.string().nullable(),
  status: z.enum(['printed', 'written', 'unchanged', 'current', 'outdated', 'missing']),
  types: z.array(z.strictObject({ definition: z.string(), type: z.string() })),
  difference: z
    .strictObject({
      line: position,
      removed: z.array(z.string()),
      added: z.array(z.string()),
      more: count,
    })
    .nullable(),
  source: z.string(),
});
