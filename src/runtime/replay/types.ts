/** Input and result of a replay. */
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
  | 'replayed'
  /** The API rejected it again: the letter stays open, with one more attempt. */
  | 'rejected'
  /** The result in a dry run. */
  | 'would_replay'
  | 'skipped'
  /** The request failed, or was not sent because an earlier one failed. The letter stays open. */
  | 'failed';

export interface ReplayedLetter {
  id: number;
  installation_id: string;
  entity: string;
  source_key: string;
  key: string | null;
  outcome: ReplayOutcome;
  /** Null when the letter was replayed. */
  reason: string | null;
}

export interface ReplayInput extends ReplayChoice {
  store: Store;
  clock: Clock;
  random?: Random;
  /** The client must not retry by itself. */
  client: SpmHttpClient;
  lease: HeldLease;
  /** All letters belong to one installation. */
  letters: readonly Reject[];
  logger: Logger;
  signal: AbortSignal;
  /** Requests in flight. */
  concurrency: number;
  retry?: Partial<RetryOptions>;
  /**
   * Called when an error such as an invalid token ends all steps (see `endsAllSteps`). Letters that were not sent stay
   * open.
   */
  refused?(error: SpmError): void;
}

export type Results = Map<number, Pick<ReplayedLetter, 'outcome' | 'reason'>>;
