/** The parts of one application of a diff, and its results. */
import type { SpmHttpClient } from '@shopimind/sdk-js';
import type { Logger } from '../../connector/types.js';
import type { SpmError } from '../../errors.js';
import type { Change, OrderStatusChange } from '../../plan/diff.js';
import type { Clock } from '../ports/engine.js';
import type { Provisioned } from '../provisioned.js';

export interface ProvisionError {
  /** `kind:key`, such as `customData:Loyalty card`. */
  resource: string;
  /** The API's own message, if there is one. */
  message: string;
  /** `resource: message`, on one line. */
  toString(): string;
}

/** An error as data, which becomes one line where a text is expected. */
export function provisionError(resource: string, message: string): ProvisionError {
  const error = { resource, message };
  return Object.defineProperty(error, 'toString', { value: () => `${resource}: ${message}` });
}

export interface ProvisioningResult extends Provisioned {
  /** How many of the plan's events are on the shop. */
  events: number;
  /** How many of the plan's order statuses are on the shop. */
  orderStatuses: number;
  errors: ProvisionError[];
}

/** `ready`: nothing to write. `skipped`: not attempted; `message` says why. */
export type OutcomeStatus = 'applied' | 'ready' | 'failed' | 'skipped';

export interface ChangeOutcome {
  change: Change;
  status: OutcomeStatus;
  /** Known when the resource exists; events and order statuses may have none. */
  id: number | null;
  /** Why it failed or was skipped. */
  message?: string;
  error?: SpmError;
}

export interface ApplyOptions {
  /** Milliseconds since the epoch: the timestamps of new order statuses. */
  now: number;
  logger?: Logger | undefined;
  /** Called once for each change, when it is settled. */
  onChange?: ((outcome: ChangeOutcome) => void) | undefined;
  /** Keeps each id as soon as it is known. An error that it throws ends the whole application. */
  record?: ((ids: Provisioned) => Promise<void>) | undefined;
  /** Called before each write request. An error that it throws ends the whole application. */
  beforeWrite?: (() => Promise<void>) | undefined;
  /** Parallel requests, for changes that do not depend on each other. Default 4. */
  concurrency?: number | undefined;
  /** Waits before a request is repeated; without it, no request is repeated. */
  sleep?: Clock['sleep'] | undefined;
  /** Aborted: no further request is sent, and the reason is thrown. */
  signal?: AbortSignal | undefined;
}

export type KeyedChange = Exclude<Change, OrderStatusChange>;

export interface Run extends Provisioned {
  readonly client: SpmHttpClient;
  readonly options: ApplyOptions;
  /** Rows of the shop for resources that are no longer in the plan. */
  readonly foreign: ReadonlySet<number>;
}

/** Records a resource that exists now, before another one uses its id. */
export async function know(
  run: Run,
  kind: 'dataSource' | 'customData',
  key: string,
  id: number,
): Promise<void> {
  const ids = kind === 'dataSource' ? run.sourceIds : run.defIds;
  ids[key] = id;
  await run.options.record?.({
    sourceIds: kind === 'dataSource' ? { [key]: id } : {},
    defIds: kind === 'customData' ? { [key]: id } : {},
  });
}
