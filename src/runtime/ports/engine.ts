/**
 * What the runtime needs from the outside. Types only; `app/` wires the adapters. Times in these ports are
 * milliseconds since the epoch; adapters choose their own format on disk.
 */
import type { SpmHttpClient } from '@shopimind/sdk-js';

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms`, or as soon as the signal is aborted. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** A number in [0, 1). */
export type Random = () => number;

export interface ApiClient {
  /** Base URL without the version. Used in messages. */
  readonly baseUrl: string;
  /** Returns the SDK client for an access token. */
  clientFor(accessToken: string): SpmHttpClient;
}
