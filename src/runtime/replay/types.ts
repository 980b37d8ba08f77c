/** What a replay is given, and what it tells. */
import type { SpmHttpClient } from '@shopimind/sdk-js';
import type { Logger } from '../../connector/types.js';
import type { SpmError } from '../../errors.js';
import type { HeldLease } from '../lease/held-lease.js';
import type { Clock, Random } from '../ports/engine.js';
import type { Reject } from '../ports/records.js';
import type { Store } from '../ports/store.js';
import type { RetryOptions } from '../sync/push/retry/retry.js';
import type { ReplayChoice } from './obstacles.js';

export type ReplayOutcome =
  /** The API acknowledged it. */
  | 'replayed'
  /** The API refused it again: it stays open, with one more attempt. */
  | 'rejected'
  /** In a dry run. */
  | 'would_replay'
  | 'skipped'
  /** The push failed, or was not tried after another had: it stays open. */
  | 'failed';

export interface ReplayedLetter {
  id: number;
  installation_id: string;
  entity: string;
  source_key: string;
  key: string | null;
  outcome: ReplayOutcome;
  /** Why, for all but those that went well. */
  reason: string | null;
}

export interface ReplayInput extends ReplayChoice {
  store: Store;
  clock: Clock;
  random?: Random;
  /** Its own retries are off. */
  client: SpmHttpClient;
  lease: HeldLease;
  /** All of one installation. */
  letters: readonly Reject[];
  logger: Logger;
  signal: AbortSignal;
  /** Requests in flight. */
  concurrency: number;
  retry?: Partial<RetryOptions>;
  /** Told why the API took nothing more, as `endsAllSteps` has it; what was not pushed by then is among the letters. */
  refused?(error: SpmError): void;
}

export type Results = Map<number, Pick<ReplayedLetter, 'outcome' | 'reason'>>;
