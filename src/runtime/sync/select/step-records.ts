/** What a bulk step that names a key gets for it: nothing is sent twice without need, and what vanished is deleted. */
import type {
  BulkStepConfig,
  Logger,
  SyncStep,
  SyncStepContext,
} from '../../../connector/types.js';
import type { CursorKey, OpenWindow } from '../../ports/records.js';
import { type DeleteReport, removeVanished } from '../deletes/deletes.js';
import { isBulk, ownKey } from '../step/bulk-step.js';
import type { StepEnvironment } from '../step/environment.js';
import type { StepSession } from '../step/session.js';
import { KnownRecords } from './known-records.js';

export interface StepRecordsParts<S> {
  env: StepEnvironment<S>;
  step: SyncStep<S>;
  key: CursorKey;
  window: OpenWindow;
  session: StepSession;
  signal: AbortSignal;
  logger: Logger;
}

/** Null when the step does not ask for its records to be known. */
export function knownRecordsOf<S>(parts: StepRecordsParts<S>): KnownRecords | null {
  const { env, step, key, window, session, signal } = parts;
  const keyOf = ownKey(step);
  if (!isBulk(step) || !keyOf) return null;
  const { skipUnchanged, trackDeletes } = step.bulk;
  if (!skipUnchanged && !trackDeletes) return null;
  const { store, clock, provisioned } = env.context;
  return new KnownRecords({
    store,
    clock,
    lease: env.lease,
    key,
    keyOf,
    scope: JSON.stringify(provisioned),
    skip: skipUnchanged === true && env.options.skip !== false,
    generation: window.generation,
    onLate: (waitMs) => env.observer.waiting?.(waitMs, 'late'),
    signal,
    assertGoing: () => {
      if (session.failure !== null) throw session.failure;
    },
  });
}

/** Deletes what a clean full run did not read. Null when the step does not ask for it, or the run is not a full one. */
export async function deleteVanished<S>(
  parts: StepRecordsParts<S>,
  ctx: SyncStepContext<S>,
): Promise<DeleteReport | null> {
  const { env, step, key, window, signal, logger } = parts;
  const tracked = trackedBy(step);
  const { generation } = window;
  if (!tracked || generation === null) return null;
  return removeVanished({
    store: env.context.store,
    clock: env.context.clock,
    lease: env.lease,
    logger,
    key,
    generation,
    maxRatio: tracked.maxRatio,
    approved: env.options.approveDeletes === true,
    remove: (keys) => tracked.remove(ctx, keys),
    signal,
  });
}

export function trackedBy<S>(
  step: SyncStep<S>,
): BulkStepConfig<S, unknown, object>['trackDeletes'] {
  return isBulk(step) && ownKey(step) ? step.bulk.trackDeletes : undefined;
}
