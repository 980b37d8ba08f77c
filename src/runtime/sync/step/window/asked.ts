/** Explicit bounds of a window. Pure. */
import type { SyncStep } from '../../../../connector/types.js';
import type { WindowChoice } from '../../options.js';
import { datesOf, readsSnapshot } from '../bulk-step.js';

export type Asked = Pick<WindowChoice, 'since' | 'until'>;

/** The requested bounds; null when there are none or the step ignores them. A snapshot without dates is read whole. */
export function askedBounds<S>({ since, until }: Asked, step: SyncStep<S>): Asked | null {
  if (since === undefined && until === undefined) return null;
  return readsSnapshot(step) && datesOf(step) === undefined ? null : { since, until };
}

/** A warning for requested bounds that the step ignores. */
export function ignoredBoundsWarning<S>({ since, until }: Asked, step: SyncStep<S>): string | null {
  if ((since ?? until) === undefined || askedBounds({ since, until }, step) !== null) return null;
  return 'the step reads a snapshot without `changedAt`, so its items have no dates: --since and --until are ignored';
}
