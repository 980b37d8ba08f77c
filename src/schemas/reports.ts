/** The data of each command, typed as in the code so that both stay equal. */
import { z } from 'zod';
import type { ConfigReport } from '../commands/config.js';
import type { InitData, InitListData } from '../commands/init.js';
import type { HealthReport } from '../runtime/health.js';
import type { Overview } from '../runtime/overview.js';
import { count, installationStatus, run, runStatus, time } from './common.js';

export const init: z.ZodType<InitData | InitListData> = z.union([
  z.strictObject({
    directory: z.string(),
    template: z.string(),
    slug: z.string(),
    name: z.string(),
    files: z.array(z.string()),
    overwritten: z.array(z.string()),
    dry_run: z.boolean(),
    installed: z.boolean(),
    git: z.boolean(),
    next: z.array(z.string()),
  }),
  z.strictObject({
    templates: z.array(z.strictObject({ name: z.string(), summary: z.string() })),
  }),
]);

export const health: z.ZodType<HealthReport> = z.strictObject({
  status: z.enum(['ok', 'degraded']),
  reasons: z.array(z.string()).meta({ description: 'Why it is degraded.' }),
  db: z.enum(['ok', 'error']),
  active_installations: count,
  cursors_in_error: count,
  installations: z.array(
    z.strictObject({
      installation_id: z.string(),
      last_run_at: time.nullable(),
      last_run_age_ms: z.number().nullable(),
      last_run_status: runStatus.nullable(),
      stale: z.boolean(),
      last_success_at: time.nullable(),
    }),
  ),
  loops: z.array(
    z.strictObject({
      host: z.string(),
      pid: count,
      started_at: time,
      beat_at: time,
      next_at: time.nullable(),
      silent: z.boolean(),
    }),
  ),
  checked_at: time,
});

export const overview: z.ZodType<Overview> = z.strictObject({
  installations: z.array(
    z.strictObject({
      installation_id: z.string(),
      shop_domain: z.string().nullable(),
      status: installationStatus,
      last_run: run.nullable(),
    }),
  ),
  cursors_in_error: z.array(
    z.strictObject({
      installation_id: z.string(),
      entity: z.string(),
      source_key: z.string(),
      last_synced_at: time.nullable(),
      last_error: z.string().nullable(),
      consecutive_failures: count,
    }),
  ),
  dead_letters: z.array(z.strictObject({ installation_id: z.string(), entity: z.string(), count })),
  recent_webhooks: z.array(
    z.strictObject({
      id: count,
      event: z.string(),
      installation_id: z.string().nullable(),
      signature_ok: z.boolean(),
      created_at: time,
    }),
  ),
  next_run: time.nullable(),
  generated_at: time,
});

export const config: z.ZodType<ConfigReport> = z.strictObject({
  file: z.string().nullable(),
  settings: z.array(
    z.strictObject({
      key: z.string(),
      value: z.unknown(),
      origin: z.strictObject({
        kind: z.enum(['default', 'file', 'environment', 'flag']),
        name: z.string(),
      }),
    }),
  ),
  secrets: z.array(z.strictObject({ name: z.string(), set: z.boolean() })),
});
