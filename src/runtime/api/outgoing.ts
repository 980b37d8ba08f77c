/** Lets the engine say something about a request that an SDK function makes, and hear what the function drops. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { SpmHttpClient } from '@shopimind/sdk-js';
import { parseRetryAfterMs } from '../outbound/backoff.js';

export interface Outgoing {
  /** Sent as `Idempotency-Key`. */
  idempotencyKey: string;
  /** What the answer's `Retry-After` asks for, in milliseconds; null when it asks for nothing. */
  retryAfterMs: number | null;
}

const current = new AsyncLocalStorage<Outgoing>();
const listening = new WeakSet<SpmHttpClient>();

/** Runs `send`; what it requests carries the key, and its answer's headers are noted in `outgoing`. */
export function asOutgoing<T>(outgoing: Outgoing, send: () => Promise<T>): Promise<T> {
  return current.run(outgoing, send);
}

/** Makes a client take part, once. Its own retries must be off: a key lets the SDK send a POST again by itself. */
export function listenToRequests(client: SpmHttpClient, now: () => number): void {
  if (listening.has(client)) return;
  listening.add(client);
  client.interceptors.request.use((config) => {
    const outgoing = current.getStore();
    if (outgoing) config.headers.set('Idempotency-Key', outgoing.idempotencyKey);
    return config;
  });
  client.interceptors.response.use(undefined, (error: unknown) => {
    const outgoing = current.getStore();
    if (outgoing) outgoing.retryAfterMs = parseRetryAfterMs(retryAfterOf(error), now());
    throw error;
  });
}

function retryAfterOf(error: unknown): string | null {
  const { response } = (error ?? {}) as { response?: { headers?: Record<string, unknown> } };
  const value = response?.headers?.['retry-after'];
  return value === undefined || value === null ? null : String(value);
}
