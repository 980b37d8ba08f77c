/** The diff has its own version, because it can be saved and applied later. */
import { z } from 'zod';
import type { ProvisionReport } from '../app/provision.js';
import type { ProvisionAllReport } from '../commands/provision/all.js';
import { FIELD_TYPES } from '../connector/types.js';
import { CATALOG, type ErrorCode } from '../errors.js';
import {
  CHANGE_ACTIONS,
  CHANGE_KINDS,
  CONFLICT_REASONS,
  type ProvisionDiff,
} from '../plan/diff.js';
import { SAVED_PLAN_KIND, type SavedPlan } from '../runtime/provision/saved-plan.js';
import { count, time } from './common.js';

const CODES = Object.keys(CATALOG) as ErrorCode[];

const base = {
  key: z.string(),
  action: z.enum(CHANGE_ACTIONS),
  id: z.number().nullable(),
  changes: z
    .array(z.strictObject({ path: z.string(), from: z.unknown(), to: z.unknown() }))
    .exactOptional(),
  reason: z.enum(CONFLICT_REASONS).exactOptional(),
  candidates: z.array(z.number()).exactOptional(),
  message: z.string().exactOptional(),
  hint: z.string().exactOptional(),
  warnings: z.array(z.string()).exactOptional(),
  dependsOn: z.array(z.string()).exactOptional(),
};

const field = z.strictObject({
  name: z.string(),
  label: z.string(),
  type: z.enum(FIELD_TYPES),
  required: z.boolean(),
  description: z.string().exactOptional(),
  default: z.unknown().exactOptional(),
  options: z.array(z.union([z.string(), z.number()])).exactOptional(),
});

const relationship = z.strictObject({
  sourceField: z.string(),
  targetSchemaType: z.enum(['system', 'custom']),
  targetSchema: z.string().nullable(),
  targetField: z.string().exactOptional(),
  target: z.string().exactOptional(),
});

const change = z.discriminatedUnion('kind', [
  z.strictObject({
    ...base,
    kind: z.literal('dataSource'),
    body: z
      .strictObject({
        label: z.string().exactOptional(),
        type: z.string().exactOptional(),
        config: z.record(z.string(), z.unknown()).exactOptional(),
        parent_id: z.number().nullable().exactOptional(),
      })
      .exactOptional(),
    parentKey: z.string().exactOptional(),
    stableConfigKey: z.string().exactOptional(),
  }),
  z.strictObject({
    ...base,
    kind: z.literal('customData'),
    body: z
      .strictObject({
        description: z.string().exactOptional(),
        unique_keys: z.array(z.string()).exactOptional(),
        fields: z.array(field).exactOptional(),
        relationships: z.array(relationship).exactOptional(),
      })
      .exactOptional(),
  }),
  z.strictObject({
    ...base,
    kind: z.literal('event'),
    body: z
      .strictObject({
        code_name: z.string(),
        name: z.record(z.string(), z.string()),
        properties: z.record(z.string(), z.unknown()).exactOptional(),
      })
      .exactOptional(),
  }),
  z.strictObject({
    ...base,
    kind: z.literal('orderStatus'),
    body: z
      .strictObject({
        status_id: z.string(),
        lang: z.string(),
        name: z.string(),
        is_deleted: z.boolean().exactOptional(),
        created_at: z.string().exactOptional(),
        updated_at: z.string().exactOptional(),
        id_data_source: z.number().exactOptional(),
      })
      .exactOptional(),
  }),
]);

export const diff: z.ZodType<ProvisionDiff> = z.strictObject({
  version: z.literal(1),
  changes: z.array(change),
  summary: z.record(z.enum(CHANGE_ACTIONS), count),
  others: z.array(
    z.strictObject({ kind: z.enum(CHANGE_KINDS), id: z.number().nullable(), name: z.string() }),
  ),
});

const one: z.ZodType<ProvisionReport> = z.strictObject({
  installation_id: z.string(),
  target: z.string(),
  dry_run: z.boolean(),
  diff,
  outcomes: z
    .array(
      z.strictObject({
        kind: z.enum(CHANGE_KINDS),
        key: z.string(),
        action: z.enum(CHANGE_ACTIONS),
        status: z.enum(['applied', 'ready', 'failed', 'skipped']),
        id: z.number().nullable(),
        message: z.string().nullable(),
      }),
    )
    .nullable(),
});

const all: z.ZodType<ProvisionAllReport> = z.strictObject({
  target: z.string(),
  dry_run: z.boolean(),
  shops: z.array(
    z.strictObject({
      installation_id: z.string(),
      report: one.nullable(),
      error: z
        .strictObject({
          code: z.enum(CODES),
          message: z.string(),
          cause: z.string().nullable(),
          hint: z.string().nullable(),
        })
        .nullable(),
    }),
  ),
});

/** The data of one shop, or of several. */
export const provision: z.ZodType<ProvisionReport | ProvisionAllReport> = z.union([one, all]);

const prints = z.record(z.string(), z.string());

/** The file that `provision --dry-run --out` writes. */
export const savedPlan: z.ZodType<SavedPlan> = z.strictObject({
  kind: z.literal(SAVED_PLAN_KIND),
  version: z.literal(1),
  created_at: time,
  connector: z.string(),
  target: z.string(),
  installation_id: z.string(),
  fingerprints: z.strictObject({ plan: prints, shop: prints, store: prints }),
  diff,
});
