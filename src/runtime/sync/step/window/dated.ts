import type { SyncStep, SyncWindow } from '../../../../connector/types.js';
import type { OpenWindow } from '../../../ports/records.js';
import { readsSnapshot } from '../bulk-step.js';
import { type Asked, askedBounds } from './asked.js';

/** The largest value of a Date. */
const LATEST_MS = 8.64e15;

interface Reading<S> {
  env: { options: Asked };
  step: SyncStep<S>;
  chosen: { window: Pick<OpenWindow, 'since' | 'until' | 'generation'> };
  handedUntil: number;
}

/** The window that dates are compared with. Null when all items count, since a skipped item would count as deleted. */
export function datedWindow<S>({ env, step, chosen, handedUntil }: Reading<S>): SyncWindow | null {
  const { since, generation } = chosen.window;
  const isSnapshot = readsSnapshot(step);
  const asked = askedBounds(env.options, step);
  if (generation !== null || (isSnapshot && asked === null)) return null;
  const until = isSnapshot ? (asked?.until ?? LATEST_MS) : handedUntil;
  return { since: since === null ? null : new Date(since), until: new Date(until) };
}
