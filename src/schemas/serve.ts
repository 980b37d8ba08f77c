/** The events of the server. */
import { z } from 'zod';
import type { ServeEvent } from '../commands/serve.js';
import { count, time } from './common.js';
import { loopEvent } from './sync.js';

const event = <Name extends ServeEvent['event']>(name: Name) => ({
  event: z.literal(name),
  at: time,
});

/** One line each. */
export const serve: z.ZodType<ServeEvent> = z.union([
  z.strictObject({ ...event('listening'), url: z.string(), pid: count }),
  z.strictObject({
    ...event('request'),
    request_id: z.string(),
    method: z.string(),
    path: z.string(),
    status: count,
    ms: count,
    address: z.string(),
  }),
  z.strictObject({ ...event('stopped') }),
  loopEvent,
]);
