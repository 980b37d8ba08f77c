import { z } from 'zod';
import type { MigrationReport } from '../commands/migrate-from-kit.js';

const place = { file: z.string(), line: z.int() };

export const migrateFromKit: z.ZodType<MigrationReport> = z.strictObject({
  dir: z.string(),
  written: z.boolean(),
  runs: z.array(z.strictObject({ file: z.string(), names: z.array(z.string()) })),
  by_hand: z.array(z.strictObject({ ...place, message: z.string() })),
  settings: z.array(
    z.strictObject({ ...place, option: z.string(), to: z.string().nullable(), note: z.string() }),
  ),
  changes: z.array(z.strictObject({ file: z.string(), what: z.string() })),
  connector: z.string().nullable(),
});
