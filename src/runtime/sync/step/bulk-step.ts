import { keyText } from '../../../connector/record-key.js';
import type { BulkStep, BulkStepConfig, SyncStep } from '../../../connector/types.js';

export function isBulk<S>(step: SyncStep<S>): step is BulkStep<S> {
  return 'bulk' in step && typeof step.bulk === 'object' && step.bulk !== null;
}

/** The step's own key of a record; null where `push` sends something else than the step's records. */
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

/** Whether the step knows its records one by one, from run to run. */
export function remembers<S>(step: SyncStep<S>): step is BulkStep<S> {
  if (!isBulk(step) || !step.bulk.key) return false;
  return skipsUnchanged(step) || step.bulk.trackDeletes !== undefined;
}

/** Whether what the API has as it is is left out. */
export function skipsUnchanged<S>(step: SyncStep<S>): boolean {
  return isBulk(step) && (step.bulk.skipUnchanged === true || readsSnapshot(step));
}

/** Whether each run reads everything there is. */
export function readsSnapshot<S>(step: SyncStep<S>): boolean {
  return isBulk(step) && step.bulk.reads === 'snapshot';
}

/** What tells when an item changed; undefined for a step that leaves that to its stream. */
export function datesOf<S>(step: SyncStep<S>): BulkStepConfig<S, unknown, object>['changedAt'] {
  return isBulk(step) ? step.bulk.changedAt : undefined;
}

/** How a step deletes what vanished; undefined for one that does not. */
export function trackedBy<S>(
  step: SyncStep<S>,
): BulkStepConfig<S, unknown, object>['trackDeletes'] {
  return isBulk(step) && ownKey(step) ? step.bulk.trackDeletes : undefined;
}
