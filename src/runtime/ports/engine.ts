/**
 * What the runtime needs from the outside. Types only; adapters are wired in `app/`.
 *
 * Times are milliseconds since the epoch everywhere in these ports; adapters choose their own form on disk.
 */
import type { SpmHttpClient } from '@shopimind/sdk-js';

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms`, or at once (without throwing) when the signal is or becomes aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** A number in [0, 1). */
export type Random = () => number;

export interface ApiClient {
  /** Base URL without the version, for messages. */
  readonly baseUrl: string;
  /** The SDK's client for one access token. */
  clientFor(accessToken: string): SpmHttpClient;
}
