/** What the steps of one run share. */

import type { SpmHttpClient } from '@shopimind/sdk-js';
import type { PushClient } from '../../api/push-client.js';
import type { ContextParts } from '../../context/contexts.js';
import type { HeldLease } from '../../lease/held-lease.js';
import type { Random } from '../../ports/engine.js';
import type { InDoubt } from '../ledger/in-doubt/in-doubt.js';
import type { SyncObserver } from '../observer.js';
import type { WindowChoice } from '../options.js';
import type { Lane } from '../push/pace/lane.js';
import type { RetryOptions } from '../push/retry/retry.js';

export interface StepEnvironment<S> {
  context: ContextParts<S>;
  pushClient: PushClient;
  /** What steps call the API with by themselves: its own retries are off. */
  ownClient: SpmHttpClient;
  /** Of the installation: all its steps share it. */
  lane: Lane;
  /** What may still arrive of what was sent for the installation. */
  inDoubt: InDoubt;
  random: Random;
  retry: RetryOptions;
  /** Open dead letters that an installation may have. */
  rejectQuota: number;
  lease: HeldLease;
  runId: number;
  /** Of the integration. */
  version: string;
  /** When the run began; every window of it ends there. */
  startedAt: number;
  shutdown: AbortSignal;
  /** Aborted when nothing more may be done: on a shutdown, and when the lease is lost. */
  stop: AbortSignal;
  /** Until when the API asked for a pause, before this run: no step is tried before that. Null when it did not. */
  pausedUntil: number | null;
  options: WindowChoice;
  drainTimeoutMs: number;
  observer: SyncObserver;
  /** To be told of waits of the whole run. */
  waiting(ms: number, why: 'asked' | 'retry'): void;
}
