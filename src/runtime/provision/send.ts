import type { SpmEnvelope, SpmHttpClient } from '@shopimind/sdk-js';
import { SpmError } from '../../errors.js';
import { parseRetryAfterMs } from '../partner-calls/backoff.js';
import { certainlyNotApplied } from './failures.js';
import type { Run } from './run.js';

/** Before the second, third and fourth attempt. */
export const WAITS_MS: readonly number[] = [1000, 2000, 4000];
/** A longer `Retry-After` fails instead of waiting. */
const LONGEST_WAIT_MS = 60_000;

/**
 * One write, and the result of `read` on its answer. Retries only if the API certainly did not apply it: too many
 * requests, or no connection. Waits for `Retry-After`. Throws the errors of `read`.
 */
export async function send<T>(
  { client, options }: Pick<Run, 'client' | 'options'>,
  request: (client: SpmHttpClient) => Promise<SpmEnvelope>,
  read: (envelope: SpmEnvelope) => T,
): Promise<T> {
  const { sleep, signal, beforeWrite } = options;
  for (const wait of [...WAITS_MS, null]) {
    signal?.throwIfAborted();
    await beforeWrite?.();
    const once = sentOnce(client);
    const envelope = await request(once.client);
    const asked = once.retryAfterMs() ?? 0;
    const last = wait === null || sleep === undefined || asked > LONGEST_WAIT_MS;
    if (last || !certainlyNotApplied(envelope)) return readWith(read, envelope, asked);
    await sleep(Math.max(wait, asked), signal);
  }
  throw new SpmError('SPM_INTERNAL', 'A write has no known outcome');
}

type Config = Parameters<SpmHttpClient['request']>[0];

/** The client without the SDK's retries, which ignore leases and signals. Reads `Retry-After`. */
function sentOnce(client: SpmHttpClient): {
  client: SpmHttpClient;
  retryAfterMs(): number | null;
} {
  let retryAfter: string | null = null;
  const request = async (config: Config) => {
    try {
      // The SDK counts attempts here, and stops at its limit.
      return await client.request({ ...config, __spmRetryAttempts: Number.MAX_SAFE_INTEGER });
    } catch (error) {
      retryAfter = retryAfterOf(error);
      throw error;
    }
  };
  const once = Object.assign(Object.create(client), { request }) as SpmHttpClient;
  return { client: once, retryAfterMs: () => parseRetryAfterMs(retryAfter) };
}

function retryAfterOf(error: unknown): string | null {
  const { response } = (error ?? {}) as { response?: { headers?: Record<string, unknown> } };
  const value = response?.headers?.['retry-after'];
  return value === undefined || value === null ? null : String(value);
}

function readWith<T>(
  read: (envelope: SpmEnvelope) => T,
  envelope: SpmEnvelope,
  retryAfterMs: number,
): T {
  try {
    return read(envelope);
  } catch (error) {
    if (!(error instanceof SpmError) || retryAfterMs <= LONGEST_WAIT_MS) throw error;
    const { code, message, details } = error;
    const seconds = Math.ceil(retryAfterMs / 1000);
    throw new SpmError(code, `${message} (retry after ${seconds} s)`, {
      hint: `Run the command again in ${seconds} s. The applied changes stay.`,
      ...(details === undefined ? {} : { details: { ...details, retryAfterMs } }),
    });
  }
}
