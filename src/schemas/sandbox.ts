/** The sandbox's events while it serves, and the answers of its actions. */
import { z } from 'zod';
import type { SandboxData } from '../commands/sandbox.js';
import { count, time } from './common.js';

const event = z.discriminatedUnion('event', [
  z.strictObject({
    event: z.literal('ready'),
    base_url: z.string(),
    access_token: z.string(),
    data: z.string().nullable(),
    seeded: z.boolean(),
    faults: z.array(z.string()),
    fault_seed: z.number(),
  }),
  z.strictObject({ event: z.literal('stopped') }),
]);

const request = z.strictObject({
  id: count,
  at: time,
  method: z.string(),
  path: z.string(),
  status: count,
  items: count,
  ms: z.number(),
  body: z.string(),
  response: z.string(),
  fault: z.string().nullable(),
});

const base_url = z.string();

const answer = z.discriminatedUnion('action', [
  z.strictObject({
    action: z.literal('requests'),
    base_url,
    requests: z.array(request),
    last_id: count,
  }),
  z.strictObject({
    action: z.literal('state'),
    base_url,
    resources: z.array(z.strictObject({ name: z.string(), count })),
  }),
  z.strictObject({
    action: z.literal('rows'),
    base_url,
    name: z.string(),
    total: count,
    rows: z.array(z.record(z.string(), z.unknown())),
  }),
  z.strictObject({ action: z.literal('reset'), base_url }),
  z.strictObject({
    action: z.literal('exec'),
    command: z.array(z.string()),
    exit_code: count,
    signal: z.templateLiteral(['SIG', z.string()]).nullable() as z.ZodType<NodeJS.Signals | null>,
    requests: count,
  }),
]);

export const sandbox: z.ZodType<SandboxData> = z.union([event, answer]);
