/** Explicit bounds of a window. Pure. */
import type { SyncStep } from '../../../../connector/types.js';
import type { WindowChoice } from '../../options.js';
import { datesOf, readsSnapshot } from '../bulk-step.js';

export type Asked = Pick<WindowChoice, 'since' | 'until'>;

/** The bounds that a run is asked for and the step can keep to: a snapshot without dates is read whole. Null for none. */
export function askedBounds<S>({ since, until }: Asked, step: SyncStep<S>): Asked | null {
  if (since === undefined && until === undefined) return null;
  return readsSnapshot(step) && datesOf(step) === undefined ? null : { since, until };
}

/** For people who asked for bounds that a step cannot keep to. */
export function unheeded<S>({ since, until }: Asked, step: SyncStep<S>): string | null {
  if ((since ?? until) === undefined || askedBounds({ since, until }, step) !== null) return null;
  return 'the step reads a snapshot, whose items have no dates without `changedAt`: --since and --until leave nothing out';
}
