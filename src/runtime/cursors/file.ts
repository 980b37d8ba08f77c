/** The file that cursors are exported to, backed up in, and imported from. */
import { z } from 'zod';
import { SpmError } from '../../errors.js';
import type { Cursor } from '../ports.js';
import { iso } from '../sync/report.js';
import { type CursorRecord, cursorRecord } from './row.js';

export interface CursorsFile {
  format: 'spm-connect-cursors';
  version: 1;
  exported_at: string;
  cursors: CursorRecord[];
}

const time = z.iso.datetime({ precision: 3 });
const count = z.int().min(0);

export const cursorRecordSchema: z.ZodType<CursorRecord> = z.strictObject({
  installation_id: z.string().min(1),
  entity: z.string().min(1),
  source_key: z.string(),
  last_synced_at: time.nullable(),
  last_status: z.enum(['ok', 'error']).nullable(),
  last_error: z.string().nullable(),
  items: count,
  consecutive_failures: count,
  not_before: time.nullable(),
  unmoved_runs: count,
  updated_at: time,
});

export const cursorsFileSchema: z.ZodType<CursorsFile> = z.strictObject({
  format: z.literal('spm-connect-cursors'),
  version: z.literal(1),
  exported_at: time,
  cursors: z.array(cursorRecordSchema),
});

export function cursorsFile(cursors: readonly Cursor[], now: number): CursorsFile {
  return {
    format: 'spm-connect-cursors',
    version: 1,
    exported_at: iso(now),
    cursors: cursors.map(cursorRecord),
  };
}

/** @throws SpmError SPM_CURSORS_INVALID */
export function parseCursorsFile(text: string, name: string): CursorsFile {
  const parsed = cursorsFileSchema.safeParse(parseJson(text));
  if (!parsed.success) {
    throw invalid(
      name,
      parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`),
    );
  }
  const repeated = repeatedKeys(parsed.data.cursors);
  if (repeated.length > 0)
    throw invalid(
      name,
      repeated.map((key) => `${key} is there twice`),
    );
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function repeatedKeys(cursors: readonly CursorRecord[]): string[] {
  const keys = cursors.map((one) => [one.installation_id, one.entity, one.source_key].join('/'));
  return keys.filter((key, index) => keys.indexOf(key) < index);
}

function invalid(name: string, reasons: readonly string[]): SpmError {
  const shown = reasons.slice(0, 5);
  return new SpmError('SPM_CURSORS_INVALID', `${name} holds no cursors to import`, {
    cause: shown.join('\n') + (reasons.length > 5 ? `\nand ${reasons.length - 5} more` : ''),
    hint: 'Give a file that `spm-connect cursors export` or a reset has written.',
  });
}
