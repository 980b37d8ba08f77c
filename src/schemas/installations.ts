/** The data of the commands of the registry. */
import { z } from 'zod';
import type { InstallationStatusChange } from '../app/installations.js';
import type { IntervalChange, PauseChange } from '../app/schedule.js';
import type { InstallationAdded } from '../commands/installations/add.js';
import type { InstallationsList } from '../commands/installations/list.js';
import type { InstallationRemoved } from '../commands/installations/remove.js';
import type { InstallationToken } from '../commands/installations/token.js';
import type { InstallationDetails } from '../runtime/installations/describe.js';
import type { InstallationRow } from '../runtime/installations/list.js';
import { count, installationStatus, run, time } from './common.js';

const row: z.ZodType<InstallationRow> = z.strictObject({
  installation_id: z.string(),
  shop_domain: z.string().nullable(),
  shop_name: z.string().nullable(),
  status: installationStatus,
  installed_at: time.nullable(),
  activated_at: time.nullable(),
  deactivated_at: time.nullable(),
  uninstalled_at: time.nullable(),
  paused: z.boolean(),
  interval_ms: count.nullable(),
  last_run: run.nullable(),
});

const list: z.ZodType<InstallationsList> = z.strictObject({
  total: count,
  installations: z.array(row),
  generated_at: time,
});

const tokenFrom = z.enum(['stdin', 'environment', 'prompt']);

const add: z.ZodType<InstallationAdded> = z.strictObject({
  installation_id: z.string(),
  shop_domain: z.string().nullable(),
  status: installationStatus,
  outcome: z.enum(['added', 'updated', 'unchanged']),
  token_from: tokenFrom.nullable(),
  settings: z.array(z.string()),
});

const ids = z.record(z.string(), z.number());

const show: z.ZodType<InstallationDetails> = z.strictObject({
  installation: row,
  secrets: z.array(z.strictObject({ key: z.string(), set: z.boolean() })),
  settings: z.array(z.strictObject({ key: z.string(), value: z.unknown() })),
  provisioned: z.strictObject({ sourceIds: ids, defIds: ids }).nullable(),
  state: z.array(z.string()),
  cursors: z.array(
    z.strictObject({
      entity: z.string(),
      source_key: z.string(),
      last_synced_at: time.nullable(),
      last_status: z.enum(['ok', 'error']).nullable(),
      last_error: z.string().nullable(),
      items: count,
      consecutive_failures: count,
      updated_at: time,
    }),
  ),
  runs: z.array(run),
  dead_letters: z.array(z.strictObject({ entity: z.string(), count })),
  schedule: z
    .strictObject({
      due_at: time,
      reason: z.enum(['new', 'activated', 'interval', 'backoff', 'pause', 'busy', 'failed']),
      failures: count,
      paused: z.boolean(),
    })
    .nullable(),
  lease: z.strictObject({ host: z.string(), pid: count, since: time, until: time }).nullable(),
  generated_at: time,
});

const statusChange: z.ZodType<InstallationStatusChange> = z.strictObject({
  installation_id: z.string(),
  status: installationStatus,
  changed: z.boolean(),
  tested: z.boolean(),
});

const pauseChange: z.ZodType<PauseChange> = z.strictObject({
  installation_id: z.string(),
  paused: z.boolean(),
  changed: z.boolean(),
});

const intervalChange: z.ZodType<IntervalChange> = z.strictObject({
  installation_id: z.string(),
  interval_ms: count.nullable(),
  changed: z.boolean(),
});

const token: z.ZodType<InstallationToken> = z.strictObject({
  installation_id: z.string(),
  outcome: z.enum(['stored', 'replaced', 'unchanged']),
  token_from: tokenFrom,
});

const remove: z.ZodType<InstallationRemoved> = z.strictObject({
  installation_id: z.string(),
  export_file: z.string(),
  removed: z.strictObject({ state: count, cursors: count, runs: count, rejects: count }),
});

export const installations = {
  'installations list': list,
  'installations add': add,
  'installations show': show,
  'installations activate': statusChange,
  'installations deactivate': statusChange,
  'installations set': intervalChange,
  'installations pause': pauseChange,
  'installations resume': pauseChange,
  'installations token': token,
  'installations remove': remove,
} as const;
