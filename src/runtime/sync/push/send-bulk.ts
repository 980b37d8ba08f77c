import { randomUUID } from 'node:crypto';
import type { SpmHttpClient } from '@shopimind/sdk-js';
import type { Logger, SendBulk } from '../../../connector/types.js';
import { makePlainPushClient } from '../../api/push-client.js';
import { systemClock, systemRandom } from '../../clock.js';
import { InFlight } from '../in-flight.js';
import type { PushHooks, SettledReject } from './call.js';
import { sendBulkWith } from './caught/push-call.js';
import { logRejects } from './log-rejects.js';
import { Lane } from './pace/lane.js';
import { RecordOrder } from './record-order.js';
import { RETRY } from './retry/retry.js';
import { makeSender } from './sender.js';

export type RejectSink = (reject: SettledReject) => void | Promise<void>;

/**
 * The `sendBulk` of a context outside a sync. Requests have the size that the resource allows. Rejects are returned,
 * logged and given to `onReject`, which is awaited before the next request. Throws SPM_API_UNAUTHORIZED,
 * SPM_API_UNREACHABLE or SPM_API_ERROR when a whole request fails.
 */
export function makeSendBulk(
  client: SpmHttpClient,
  logger: Logger,
  onReject?: RejectSink,
): SendBulk {
  const send = makeSender({
    client: makePlainPushClient(client),
    order: new RecordOrder(new InFlight('', () => {})),
    scope: randomUUID(),
    tools: {
      lane: new Lane(systemClock, { concurrency: 1 }),
      clock: systemClock,
      random: systemRandom,
      // Outside a sync the engine does not retry: the SDK has retries, and the caller decides about more.
      retry: { ...RETRY, attempts: 1, unreachableAttempts: 1, budgetMs: 0 },
      signal: new AbortController().signal,
    },
  });
  const hooks: PushHooks = {
    settle: async ({ resource, rejects }) => {
      logRejects(logger, resource, rejects);
      for (const reject of rejects) await onReject?.(reject);
    },
  };
  return sendBulkWith({
    client,
    send: (to, entries, options) => send(to, entries, hooks, options),
  });
}
