/**
 * The client for pushes. The SDK's bulk functions send their requests through it: it adds an
 * idempotency key, keeps the `Retry-After` that they drop, and uses a faster transport.
 */
import type { SpmHttpClient } from '@shopimind/sdk-js';
import { parseRetryAfterMs } from '../partner-calls/backoff.js';
import { makeTransport, needsProxy, type QuickRequest, type Transport } from './transport.js';

/** One attempt of one request. */
export interface Outgoing {
  /** The items as passed to the bulk function. */
  items: readonly unknown[];
  /** Their JSON, as it goes over the wire. */
  body: Buffer;
  /** Sent as `Idempotency-Key`. */
  idempotencyKey: string;
  /** The `Retry-After` of the response in milliseconds; null without one. */
  retryAfterMs: number | null;
}

export interface PushClient {
  /** The client for the bulk function in this attempt. */
  clientFor(outgoing: Outgoing): SpmHttpClient;
}

type Request = SpmHttpClient['request'];
type Config = Parameters<Request>[0];

/**
 * Sends like `client`, with its address, headers, timeout and adapter. Turn its retries off: an idempotency
 * key makes the SDK retry a POST by itself.
 */
export function makePushClient(
  client: SpmHttpClient,
  now: () => number,
  env: Readonly<Record<string, string | undefined>> = process.env,
): PushClient {
  const transport = takesQuickWay(client, env) ? makeTransport(client) : undefined;
  return {
    clientFor: (outgoing) => {
      const request = async (config: Config) => {
        try {
          return await sendWith(client, transport, config, outgoing);
        } catch (error) {
          outgoing.retryAfterMs = parseRetryAfterMs(retryAfterOf(error), now());
          throw error;
        }
      };
      return Object.create(client, { request: { value: request } }) as SpmHttpClient;
    },
  };
}

/** Tests have their own adapter, and only the SDK's adapter supports a proxy. */
function takesQuickWay(
  { defaults }: SpmHttpClient,
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  return typeof defaults.adapter !== 'function' && !needsProxy(env);
}

function sendWith(
  client: SpmHttpClient,
  transport: Transport | undefined,
  config: Config,
  { items, body, idempotencyKey }: Outgoing,
): Promise<unknown> {
  const headers = { ...config.headers, 'Idempotency-Key': idempotencyKey };
  if (transport === undefined) return client.request({ ...config, headers });
  const { method, url, data } = config;
  const params = config.params as QuickRequest['params'];
  const json = data === items ? body : JSON.stringify(data);
  return transport({ method, url, params, headers, json });
}

/** The `Retry-After` of the answer that an error of the client holds; null where there is none. */
export function retryAfterOf(error: unknown): string | null {
  const { response } = (error ?? {}) as { response?: { headers?: Record<string, unknown> } };
  const value = response?.headers?.['retry-after'];
  return value === undefined || value === null ? null : String(value);
}
