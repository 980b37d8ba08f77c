/** What a sync of one installation is given. */
import type { SpmHttpClient } from '@shopimind/sdk-js';
import type { Integration, Logger, StateAccess } from '../../connector/types.js';
import type { Clock, Random } from '../ports/engine.js';
import type { Installation, Lease, LeaseOwner, StepCounts } from '../ports/records.js';
import type { Store } from '../ports/store.js';
import type { Provisioned } from '../provisioned.js';
import type { RetryOptions } from './push/request.js';
import type { StepReport } from './report.js';
import type { WindowChoice } from './step/window/window.js';

export interface SyncOptions extends WindowChoice {
  /** Entities to sync; all when absent. */
  only?: readonly string[] | undefined;
  /** Source keys to sync, which leaves global steps out; all when absent. */
  sources?: readonly string[] | undefined;
  /** How long to wait for a lease that another process holds. Default 0. */
  waitMs?: number | undefined;
  /** Requests in flight for the installation at most. Default 8. */
  concurrency?: number | undefined;
  /** Open dead letters that the installation may have. Default 10,000. */
  rejectQuota?: number | undefined;
}

/** Told while a sync goes on, for people who watch. */
export interface SyncObserver {
  stepStarted?(entity: string, sourceKey: string): void;
  /** Counts of this run so far. */
  progress?(entity: string, sourceKey: string, counts: StepCounts): void;
  /** How many items the step will read in all, where it knows. */
  total?(entity: string, sourceKey: string, total: number): void;
  /** Nothing goes out for so long, because the API asked for that; or one request waits to be tried again. */
  waiting?(ms: number, why: 'asked' | 'retry' | 'late'): void;
  stepEnded?(report: StepReport): void;
}

export interface SyncInput<S> {
  store: Store;
  clock: Clock;
  owner: LeaseOwner;
  /** For this installation alone: its timeout is lowered to what a lease covers. */
  client: SpmHttpClient;
  /** What the engine sends with: a client whose own retries are off. The same when absent. */
  pushClient?: SpmHttpClient;
  /** For the jitter of retries. */
  random?: Random;
  /** How often and how long a request is tried. */
  retry?: Partial<RetryOptions>;
  integration: Integration<S>;
  installation: Installation;
  settings: S;
  /** The installation's state, whose writes stop when the lease is lost. */
  state(lease: Lease): StateAccess;
  inboundSecret?: string | null;
  logger: Logger;
  /** Aborted on shutdown: what is in flight settles, then the run is closed as interrupted. */
  signal?: AbortSignal;
  /** How long a step that does not heed the signal is waited for. Default 10 s. */
  drainTimeoutMs?: number;
  /** See `LeaseOptions`. */
  holderIsGone?: (owner: LeaseOwner) => boolean;
  options: SyncOptions;
  provisioned: Provisioned;
  observer?: SyncObserver;
}
