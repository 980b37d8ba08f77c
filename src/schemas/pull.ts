import { z } from 'zod';
import type { PullReport } from '../commands/pull.js';
import { plan } from './plan.js';

export const pull: z.ZodType<PullReport> = z.strictObject({
  installation_id: z.string(),
  target: z.string(),
  plan,
  notes: z.array(z.strictObject({ path: z.string(), message: z.string() })),
  file: z.string().nullable(),
});
