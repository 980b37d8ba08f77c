import { z } from 'zod';
import type { SecretsRotated } from '../commands/secrets/rotate.js';
import { count } from './common.js';

const rotate: z.ZodType<SecretsRotated> = z.strictObject({
  installations: count,
  values: count,
  dead_letters: count,
  positions: count,
  converted: count,
});

export const secrets = { 'secrets rotate': rotate } as const;
