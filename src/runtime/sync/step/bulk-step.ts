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
  return step.bulk.skipUnchanged === true || step.bulk.trackDeletes !== undefined;
}

/** How a step deletes what vanished; undefined for one that does not. */
export function trackedBy<S>(
  step: SyncStep<S>,
): BulkStepConfig<S, unknown, object>['trackDeletes'] {
  return isBulk(step) && ownKey(step) ? step.bulk.trackDeletes : undefined;
}
