/** The input of a sync of one installation. */
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
  /** Used for this installation only, since its timeout is lowered to fit the lease. */
  client: SpmHttpClient;
  /** The client for the engine's requests, without retries of its own. Default: `client`. */
  pushClient?: SpmHttpClient;
  /** For the jitter of back-offs. */
  random?: Random;
  /** How often and how long a request is retried. */
  retry?: Partial<RetryOptions>;
  integration: Integration<S>;
  installation: Installation;
  settings: S;
  /** Access to the installation's state. Writes fail once the lease is lost. */
  state(lease: Lease): InstallationState;
  inboundSecret?: string | null;
  logger: Logger;
  /** Aborted on shutdown: requests in flight settle, then the run is closed as interrupted. */
  signal?: AbortSignal;
  /** How long to wait for a step that ignores the signal. Default 10 s. */
  drainTimeoutMs?: number;
  /** See `LeaseOptions`. */
  holderIsGone?: (owner: LeaseOwner) => boolean;
  options: SyncOptions;
  provisioned: Provisioned;
  /** The known definitions, when the plan is a function. */
  definitions?: readonly CustomDataDefinition[];
  observer?: SyncObserver;
  /** Receives the waits, to report them. */
  waits?: Waits;
}
