/** What a sync of one installation is given. */
import type { SpmHttpClient } from '@shopimind/sdk-js';
import type { CustomDataDefinition, Integration, Logger } from '../../connector/types.js';
import type { Clock, Random } from '../ports/engine.js';
import type { Installation, Lease, LeaseOwner } from '../ports/records.js';
import type { Store } from '../ports/store.js';
import type { Provisioned } from '../provisioned.js';
import type { InstallationState } from '../state.js';
import type { Waits } from '../waits.js';
import type { SyncObserver } from './observer.js';
import type { SyncOptions } from './options.js';
import type { RetryOptions } from './push/retry/retry.js';

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
  state(lease: Lease): InstallationState;
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
  /** What is known of the definitions where only a function gives the plan. */
  definitions?: readonly CustomDataDefinition[];
  observer?: SyncObserver;
  /** Told what is waited for. */
  waits?: Waits;
}
