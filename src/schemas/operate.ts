/** The data of the commands for runs, cursors and dead letters. */
import { z } from 'zod';
import type { CursorsChanged } from '../commands/cursors/change.js';
import type { CursorsExported } from '../commands/cursors/export.js';
import type { CursorsList } from '../commands/cursors/list.js';
import type { RejectsDiscarded } from '../commands/rejects/discard.js';
import type { RejectsExported } from '../commands/rejects/export.js';
import type { RejectsList } from '../commands/rejects/list.js';
import type { RejectsPurged } from '../commands/rejects/purge.js';
import type { RejectsReplay } from '../commands/rejects/replay.js';
import type { RejectShown } from '../commands/rejects/show.js';
import type { RunRow, RunsList } from '../commands/runs/list.js';
import type { RunShown } from '../commands/runs/show.js';
import { cursorRecordSchema, cursorsFileSchema } from '../runtime/cursors/file.js';
import type { RejectDetails } from '../runtime/rejects/details.js';
import { count, run, time } from './common.js';

const runRow: z.ZodType<RunRow> = z.strictObject({ installation_id: z.string(), ...run.shape });

const runsList: z.ZodType<RunsList> = z.strictObject({
  total: count,
  runs: z.array(runRow),
  generated_at: time,
});

const runShown: z.ZodType<RunShown> = z.strictObject({ run: runRow, summary: z.unknown() });

const cursorsList: z.ZodType<CursorsList> = z.strictObject({
  total: count,
  cursors: z.array(
    z.strictObject({
      installation_id: z.string(),
      entity: z.string(),
      source_key: z.string(),
      last_synced_at: time.nullable(),
      last_status: z.enum(['ok', 'error']).nullable(),
      last_error: z.string().nullable(),
      items: count,
      consecutive_failures: count,
      not_before: time.nullable(),
      unmoved_runs: count,
      updated_at: time,
      waits_until: time.nullable(),
      window: z
        .strictObject({
          since: time.nullable(),
          until: time,
          full: z.boolean(),
          resumable: z.boolean(),
        })
        .nullable(),
    }),
  ),
  generated_at: time,
});

const cursorsChanged: z.ZodType<CursorsChanged> = z.strictObject({
  removed: count,
  before: z.array(cursorRecordSchema),
  cursors: z.array(cursorRecordSchema),
  backup_file: z.string().nullable(),
});

const cursorsExported: z.ZodType<CursorsExported> = z.strictObject({
  count,
  file: z.string().nullable(),
  content: cursorsFileSchema.nullable(),
});

const rejectRow = {
  id: count,
  installation_id: z.string(),
  entity: z.string(),
  source_key: z.string(),
  key: z.string().nullable(),
  state: z.enum(['open', 'replayed', 'superseded', 'discarded']),
  errors: z.array(z.string()),
  status: count,
  attempts: count,
  first_seen_at: time,
  last_seen_at: time,
  run_id: count.nullable(),
};

const rejectsList: z.ZodType<RejectsList> = z.strictObject({
  total: count,
  rejects: z.array(z.strictObject(rejectRow)),
  generated_at: time,
});

const rejectDetails: z.ZodType<RejectDetails> = z.strictObject({
  ...rejectRow,
  payload: z.unknown(),
  route: z.string().nullable(),
  redacted: z.boolean(),
  sealed: z.boolean(),
  not_replayable: z.string().nullable(),
});

const rejectShown: z.ZodType<RejectShown> = z.strictObject({
  reject: rejectDetails,
  generated_at: time,
});

const rejectsReplay: z.ZodType<RejectsReplay> = z.strictObject({
  dry_run: z.boolean(),
  total: count,
  rejects: z.array(
    z.strictObject({
      id: count,
      installation_id: z.string(),
      entity: z.string(),
      source_key: z.string(),
      key: z.string().nullable(),
      outcome: z.enum(['replayed', 'rejected', 'would_replay', 'skipped', 'failed']),
      reason: z.string().nullable(),
    }),
  ),
});

const rejectsDiscarded: z.ZodType<RejectsDiscarded> = z.strictObject({
  total: count,
  discarded: z.array(count),
});

const rejectsPurged: z.ZodType<RejectsPurged> = z.strictObject({
  purged: count,
  before: z.iso.date(),
});

const rejectsExported: z.ZodType<RejectsExported> = z.strictObject({
  count,
  total: count,
  format: z.enum(['ndjson', 'csv']),
  file: z.string().nullable(),
  rejects: z.array(rejectDetails).nullable(),
});

export const operate = {
  'runs list': runsList,
  'runs show': runShown,
  'cursors list': cursorsList,
  'cursors reset': cursorsChanged,
  'cursors set': cursorsChanged,
  'cursors export': cursorsExported,
  'cursors import': cursorsChanged,
  'rejects list': rejectsList,
  'rejects show': rejectShown,
  'rejects replay': rejectsReplay,
  'rejects discard': rejectsDiscarded,
  'rejects purge': rejectsPurged,
  'rejects export': rejectsExported,
} as const;
