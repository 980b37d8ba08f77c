/** Shapes that several documents share. */
import { z } from 'zod';

export const count = z.int().min(0);
/** A line or a column. */
export const position = z.int().min(1);
export const time = z.iso.datetime({ precision: 3 }).meta({ description: 'ISO-8601 UTC' });
export const severity = z.enum(['error', 'warning', 'info']);

export const installationStatus = z.enum(['inactive', 'active', 'uninstalled']);
export const runStatus = z.enum(['running', 'ok', 'partial', 'failed']);

export const run = z.strictObject({
  id: count,
  status: runStatus,
  started_at: time,
  finished_at: time.nullable(),
  interrupted: z.boolean(),
});

export const diagnostic = z.strictObject({
  severity,
  code: z.string(),
  message: z.string(),
  hint: z.string().exactOptional(),
  place: z
    .strictObject({
      file: z.string().exactOptional(),
      line: count.exactOptional(),
      column: count.exactOptional(),
      path: z.string().exactOptional(),
    })
    .exactOptional(),
});

export const error = z.strictObject({
  code: z.string().regex(/^SPM_[A-Z_]+$/),
  message: z.string(),
  cause: z.string().nullable(),
  hint: z.string().nullable(),
  exit_code: count,
  details: z.record(z.string(), z.unknown()).nullable(),
  stack: z.string().exactOptional(),
});

/** The document that `--json` prints, for a command whose data has this shape. */
export function envelope(command: string, data: z.ZodType) {
  return z.strictObject({
    schemaVersion: z.literal(1),
    ok: z.boolean(),
    command: z.literal(command).nullable(),
    data: data.nullable(),
    error: error.nullable(),
    diagnostics: z.array(diagnostic),
  });
}
