/** The parts that the steps of one run share. */

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
  /** The client for a step's own calls, without retries of its own. */
  ownClient: SpmHttpClient;
  /** All steps of the installation share it. */
  lane: Lane;
  /** Versions that were sent for the installation and may still arrive. */
  inDoubt: InDoubt;
  random: Random;
  retry: RetryOptions;
  /** Maximum open dead letters of the installation. */
  rejectQuota: number;
  lease: HeldLease;
  runId: number;
  /** The version of the integration. */
  version: string;
  /** When the run started; every window that it opens ends there. */
  startedAt: number;
  shutdown: AbortSignal;
  /** Aborted on shutdown and when the lease is lost. */
  stop: AbortSignal;
  /** The end of a pause that the API asked for in an earlier run; null without one. No step runs before it. */
  pausedUntil: number | null;
  options: WindowChoice;
  drainTimeoutMs: number;
  observer: SyncObserver;
  /** Called when the whole run waits. */
  waiting(ms: number, why: 'asked' | 'retry'): void;
}
