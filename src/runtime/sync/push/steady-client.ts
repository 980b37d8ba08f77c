/** The SDK client of a step. Its calls keep to the pace and are retried, like pushes. Rules P1 and P2. */
import type { SpmHttpClient } from '@shopimind/sdk-js';
import { overrideRequest, type RequestConfig } from '../../api/override.js';
import { retryAfterOf } from '../../api/push-client.js';
import { failureEnvelope } from '../../api/sdk-envelope.js';
import { jsonText } from '../../json-text.js';
import { parseRetryAfterMs } from '../../partner-calls/backoff.js';
import { readBulkAnswer } from './retry/answer.js';
import { type Answer, type RequestTools, request } from './retry/request.js';

/** The client must not retry by itself. A call that may have been applied is retried only when it is idempotent. */
export function steadyClient(client: SpmHttpClient, tools: RequestTools): SpmHttpClient {
  return overrideRequest(client, async (config) => {
    let ended: { response: unknown } | { error: unknown } | undefined;
    const send = async () => {
      try {
        ended = { response: await client.request(config) };
        return { answer: { kind: 'done' } as const, retryAfterMs: null };
      } catch (error) {
        ended = { error };
        const retryAfterMs = parseRetryAfterMs(retryAfterOf(error), tools.clock.now());
        return { answer: failureOf(error, config), retryAfterMs };
      }
    };
    const work = { bytes: jsonText(config.data)?.length ?? 0, send };
    await request<Answer>(work, tools, (answer) => {
      if (answer.kind === 'failed') tools.gaveUp?.(answer.error);
    });
    if (ended && 'response' in ended) return ended.response;
    throw ended?.error;
  });
}

function failureOf(error: unknown, config: RequestConfig): Answer {
  const answer = readBulkAnswer(failureEnvelope(error), 1);
  if (answer.kind !== 'failed') return { kind: 'done' };
  const mayRepeat = answer.repeat !== 'ambiguous' || isIdempotent(config);
  return mayRepeat ? answer : { ...answer, repeat: 'never' };
}

const IDEMPOTENT = ['get', 'head', 'options', 'put', 'delete'];

/** A call is idempotent because of its method, or because it deletes by ids. */
export function isIdempotent({ method = 'get', url = '' }: RequestConfig): boolean {
  return IDEMPOTENT.includes(method.toLowerCase()) || /\/bulk-delete\/?$/.test(url);
}
