/** The configuration file: its shape, its defaults, and the JSON Schema that editors use. */
import { z } from 'zod';
import { MOST_CONCURRENT } from './settings.js';
import { parseDuration } from './values.js';

const file = z.string().min(1, 'expected a path');
const count = z.int().min(0);
const port = z.int().min(0).max(65_535);
const duration = z
  .string()
  .refine(
    (text) => parseDuration(text) !== undefined,
    'expected a duration such as 15m, 36h or 7d',
  );

export const configSchema = z.strictObject({
  $schema: z.string().optional().meta({ description: 'For editors.' }),
  connector: file.optional().meta({ description: 'Module that default-exports an Integration.' }),
  store: file
    .optional()
    .meta({ description: 'SQLite file of the store. Default ./.spm/store.sqlite' }),
  target: z
    .string()
    .optional()
    .meta({ description: 'sandbox (default), production, or a base URL.' }),
  sync: z
    .strictObject({
      backfillDays: z
        .int()
        .min(1)
        .max(36_500)
        .optional()
        .meta({ description: 'How far back a first or full run reads, in days. Default 365' }),
      overlapSeconds: count
        .optional()
        .meta({ description: 'How much of the last window is read again, in seconds. Default 60' }),
      settleSeconds: count.optional().meta({
        description: 'How long before its start a run stops reading, in seconds. Default 0',
      }),
      concurrency: z
        .int()
        .min(1)
        .max(MOST_CONCURRENT)
        .optional()
        .meta({ description: 'Requests in flight for one installation. Default 8' }),
      interval: duration
        .optional()
        .meta({ description: 'Time between scheduled runs. Default 15m' }),
    })
    .optional(),
  lint: z
    .strictObject({
      rules: z
        .record(z.string(), z.enum(['off', 'info', 'warning', 'error']))
        .optional()
        .meta({ description: 'Severity by rule id.' }),
      settings: z.array(file).optional().meta({
        description:
          'JSON files with merchant settings to evaluate the plan with; the first also serves the sandbox.',
      }),
      base: file.optional().meta({
        description:
          'Plan file with what the shop already has; rules about extending compare with it.',
      }),
    })
    .optional(),
  server: z
    .strictObject({
      host: z.string().min(1).optional(),
      port: port.optional(),
      adminPort: port.optional(),
    })
    .optional()
    .meta({ description: 'Addresses of the server. Default 127.0.0.1, 8080 and 9090' }),
  retention: z
    .strictObject({
      days: count.optional(),
      rejectDays: count.optional(),
      auditDays: count.optional(),
    })
    .optional()
    .meta({ description: 'Days to keep history, dead letters and audit. Default 90, 90 and 365' }),
});

/** What an author writes in `spm-connect.config.*`. */
export type UserConfig = z.input<typeof configSchema>;
