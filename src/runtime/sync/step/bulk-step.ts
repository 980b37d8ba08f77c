import { keyText } from '../../../connector/record-key.js';
import type { BulkStep, BulkStepConfig, SyncStep } from '../../../connector/types.js';

export function isBulk<S>(step: SyncStep<S>): step is BulkStep<S> {
  return 'bulk' in step && typeof step.bulk === 'object' && step.bulk !== null;
}

/** The step's own key of a record; null for items that are not the step's records. */
export function ownKey<S>(step: SyncStep<S>): ((item: unknown) => string | null) | undefined {
  if (!isBulk(step) || !step.bulk.key) return undefined;
  const { key } = step.bulk;
  return (item) => {
    try {
      return keyText(key(item as object)) ?? null;
    } catch {
      return null;
    }
  };
}

/** Whether the step knows its records by key, from run to run. */
export function remembers<S>(step: SyncStep<S>): step is BulkStep<S> {
  if (!isBulk(step) || !step.bulk.key) return false;
  return skipsUnchanged(step) || step.bulk.trackDeletes !== undefined;
}

/** Whether unchanged records are skipped. */
export function skipsUnchanged<S>(step: SyncStep<S>): boolean {
  return isBulk(step) && (step.bulk.skipUnchanged === true || readsSnapshot(step));
}

/** Whether each run reads all records. */
export function readsSnapshot<S>(step: SyncStep<S>): boolean {
  return isBulk(step) && step.bulk.reads === 'snapshot';
}

/** The function that dates items; undefined when the stream reads only the window. */
export function datesOf<S>(step: SyncStep<S>): BulkStepConfig<S, unknown, object>['changedAt'] {
  return isBulk(step) ? step.bulk.changedAt : undefined;
}

/** How the step deletes vanished records; undefined when it does not track deletes. */
export function trackedBy<S>(
  step: SyncStep<S>,
): BulkStepConfig<S, unknown, object>['trackDeletes'] {
  return isBulk(step) && ownKey(step) ? step.bulk.trackDeletes : undefined;
}
