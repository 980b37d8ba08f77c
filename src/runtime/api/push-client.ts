/**
 * The client for pushes. It adds an idempotency key to the requests of the SDK's bulk functions, keeps the
 * `Retry-After` that they drop, and uses a faster transport.
 */
import type { SpmHttpClient } from '@shopimind/sdk-js';
import { parseRetryAfterMs } from '../partner-calls/backoff.js';
import type { RequestConfig } from './override.js';
import { failureEnvelope, type SdkEnvelope, sdkEnvelope } from './sdk-envelope.js';
import { makeTransport, needsProxy, type QuickRequest, type Transport } from './transport.js';

/** One attempt of one request. */
export interface Outgoing {
  request: RequestConfig;
  /** The items of the request, and their JSON as it is sent. */
  data: unknown;
  body: Buffer;
  /** Sent as `Idempotency-Key`. */
  idempotencyKey: string;
  /** The `Retry-After` of the response in milliseconds; null without one. */
  retryAfterMs: number | null;
}

export interface PushClient {
  /** Never rejects. */
  send(outgoing: Outgoing): Promise<SdkEnvelope>;
}

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
    send: async (outgoing) => {
      try {
        const { status, data } = await sendWith(client, transport, outgoing);
        return { ok: true, statusCode: status, data: data ?? null, error: null };
      } catch (error) {
        outgoing.retryAfterMs = parseRetryAfterMs(retryAfterOf(error), now());
        return failureEnvelope(error);
      }
    },
  };
}

/** Sends like the client itself, with its retries. */
export function makePlainPushClient(client: SpmHttpClient): PushClient {
  return {
    send: ({ request, data }) => sdkEnvelope(client.request({ ...request, data })),
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
  { request, data, body, idempotencyKey }: Outgoing,
): Promise<{ status: number; data: unknown }> {
  const headers = { ...request.headers, 'Idempotency-Key': idempotencyKey };
  if (transport === undefined) return client.request({ ...request, data, headers });
  const { method, url } = request;
  const params = request.params as QuickRequest['params'];
  return transport({ method, url, params, headers, json: body });
}

/** The `Retry-After` in an error of the client; null if it has none. */
export function retryAfterOf(error: unknown): string | null {
  const { response } = (error ?? {}) as { response?: { headers?: Record<string, unknown> } };
  const value = response?.headers?.['retry-after'];
  return value === undefined || value === null ? null : String(value);
}
