/** A hash of everything that the position of an open window depends on. Pure. Rule W1. */
import { createHash } from 'node:crypto';
import type { SyncStep } from '../../../../connector/types.js';
import type { Provisioned } from '../../../provisioned.js';
import { canonical } from '../../select/fingerprint.js';
import { isBulk } from '../bulk-step.js';

/**
 * A new hash makes the position invalid: the shop has other ids, or the step or the connector's version changed, so
 * the position belongs to another stream or destination.
 */
export function planHashOf<S>(
  step: SyncStep<S>,
  { sourceIds, defIds }: Provisioned,
  version: string,
): string {
  const plan = { sourceIds, defIds, version, step: traitsOf(step) };
  return createHash('sha256').update(canonical(plan)).digest('hex');
}

/** Null for a plain step: only its own code knows the meaning of its positions. */
function traitsOf<S>(step: SyncStep<S>) {
  if (!isBulk(step)) return null;
  const { position, key, order, skipUnchanged, trackDeletes, reads } = step.bulk;
  return {
    position: position !== undefined,
    key: key !== undefined,
    order: order ?? 'none',
    skipUnchanged: skipUnchanged === true,
    ...(reads === 'snapshot' && { reads }),
    trackDeletes: trackDeletes !== undefined,
  };
}
