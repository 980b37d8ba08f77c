import { Selector } from '../select/select.js';
import { isBulk, ownKey } from './bulk-step.js';
import type { RunningStep } from './running.js';

/** Selects what a bulk step that names a key sends; null when the step does not ask for its records to be known. */
export function makeSelector<S>({
  env,
  step,
  key,
  chosen,
  failures,
  inFlight,
}: RunningStep<S>): Selector | null {
  const keyOf = ownKey(step);
  if (!isBulk(step) || !keyOf) return null;
  const { skipUnchanged, trackDeletes } = step.bulk;
  if (!skipUnchanged && !trackDeletes) return null;
  const { store, clock, provisioned } = env.context;
  return new Selector({
    ...{ store, clock, lease: env.lease, inFlight, key, keyOf },
    scope: JSON.stringify(provisioned),
    skip: skipUnchanged === true && env.options.skip !== false,
    generation: chosen.window.generation,
    onLate: (waitMs) => env.observer.waiting?.(waitMs, 'late'),
    signal: env.stop,
    assertGoing: () => {
      if (failures.first !== null) throw failures.first;
    },
  });
}
