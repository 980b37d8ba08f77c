/** The data of `sync`: for one shop, for several, and for each event of a loop. */
import { z } from 'zod';
import type { DryRunReport } from '../commands/sync/dry.js';
import type { SyncData } from '../commands/sync.js';
import { CATALOG, type ErrorCode } from '../errors.js';
import type { Failure } from '../runtime/failure.js';
import type { LoopEvent } from '../runtime/loop/scheduler.js';
import type { SyncSeveralReport } from '../runtime/loop/several.js';
import type { SyncReport } from '../runtime/sync/report.js';
import { count, time } from './common.js';

const stepCounts = {
  read: count,
  acknowledged: count,
  unchanged: count,
  skipped: count,
  rejected: count,
};

const stepStatus = z.enum(['ok', 'held', 'error', 'waiting', 'disabled', 'interrupted', 'skipped']);
const stepWindow = z.strictObject({ since: time.nullable(), until: time }).nullable();

const totals = z.strictObject({ ...stepCounts, requests: count, retries: count, throttled: count });

const report: z.ZodType<SyncReport> = z.strictObject({
  installation_id: z.string(),
  run_id: count,
  status: z.enum(['ok', 'partial', 'failed']),
  full: z.boolean(),
  started_at: time,
  finished_at: time,
  duration_ms: z.number(),
  steps: z.array(
    z.strictObject({
      entity: z.string(),
      source_key: z.string(),
      status: stepStatus,
      window: stepWindow,
      cursor_before: time.nullable(),
      cursor_after: time.nullable(),
      counts: z.strictObject(stepCounts),
      requests: count,
      retries: count,
      throttled: count,
      duration_ms: z.number(),
      deletes: z
        .strictObject({
          known: count,
          found: count,
          removed: count,
          needs_approval: z.boolean(),
          examples: z.array(z.string()),
        })
        .nullable(),
      duplicates: z.strictObject({ count, keys: z.array(z.string()) }),
      outside: count,
      errors: z.array(z.string()),
      warnings: z.array(z.string()),
      not_before: time.exactOptional(),
      resumes_from: z.enum(['checkpoint', 'start']).exactOptional(),
      sends_again_after: time.exactOptional(),
      resumed: z.boolean(),
    }),
  ),
  errors: z.array(z.string()),
  totals,
  interrupted: z.boolean(),
  abandoned_runs: z.array(count),
  pace: z
    .strictObject({
      requests_per_second: z.number().nullable(),
      in_flight: count,
      learned_at: time,
    })
    .exactOptional(),
});

const failure: z.ZodType<Failure> = z.strictObject({
  code: z.enum(Object.keys(CATALOG) as [ErrorCode, ...ErrorCode[]]),
  message: z.string(),
  cause: z.string().nullable(),
  hint: z.string().nullable(),
});

const installationSync = {
  installation_id: z.string(),
  status: z.enum(['ok', 'partial', 'failed', 'busy', 'skipped']),
  report: report.nullable(),
  error: failure.nullable(),
};

const several: z.ZodType<SyncSeveralReport> = z.strictObject({
  status: z.enum(['ok', 'partial', 'failed', 'busy']),
  started_at: time,
  finished_at: time,
  duration_ms: z.number(),
  installations: z.array(z.strictObject(installationSync)),
  totals,
});

const event = <Name extends LoopEvent['event']>(name: Name) => ({
  event: z.literal(name),
  at: time,
});

/** One line per event. */
export const loopEvent: z.ZodType<LoopEvent> = z.discriminatedUnion('event', [
  z.strictObject({ ...event('loop_started'), interval_ms: count, concurrency: count }),
  z.strictObject({
    ...event('installations'),
    active: count,
    added: z.array(z.string()),
    removed: z.array(z.string()),
  }),
  z.strictObject({ ...event('sync_started'), installation_id: z.string() }),
  z.strictObject({ ...event('sync_ended'), next_at: time.nullable(), ...installationSync }),
  z.strictObject({
    ...event('waiting'),
    installation_id: z.string().nullable(),
    reason: z.enum(['lease', 'dead_holder', 'store', 'pause', 'retry']),
    until: time,
  }),
  z.strictObject({ ...event('purged'), runs: count, webhooks: count, rejects: count }),
  z.strictObject({ ...event('trouble'), error: failure }),
  z.strictObject({ ...event('loop_ended'), given_up: z.array(z.string()) }),
]);

const dryStep = z.strictObject({
  entity: z.string(),
  source_key: z.string(),
  status: stepStatus,
  window: stepWindow,
  counts: z.strictObject({
    read: count,
    would_send: count,
    unchanged: count,
    skipped: count,
    invalid: count,
  }),
  records: z.array(z.unknown()),
  problems: z.array(z.strictObject({ key: z.string().nullable(), errors: z.array(z.string()) })),
  errors: z.array(z.string()),
  warnings: z.array(z.string()),
  not_before: time.exactOptional(),
});

const dry: z.ZodType<DryRunReport> = z.strictObject({
  dry_run: z.literal(true),
  installations: z.array(
    z.union([
      z.strictObject({
        installation_id: z.string(),
        status: z.enum(['ok', 'partial', 'failed']),
        steps: z.array(dryStep),
        errors: z.array(z.string()),
        error: z.null(),
      }),
      z.strictObject({
        installation_id: z.string(),
        status: z.literal('failed'),
        steps: z.array(z.never()).max(0),
        errors: z.array(z.never()).max(0),
        error: failure,
      }),
    ]),
  ),
});

export const sync: z.ZodType<SyncData> = z.union([report, several, loopEvent, dry]);
