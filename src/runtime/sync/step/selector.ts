import { Selector } from '../select/select.js';
import { ownKey, remembers, skipsUnchanged } from './bulk-step.js';
import { readAgainLater } from './read-again.js';
import type { RunningStep } from './running.js';

/** The selector of a bulk step with a key; null when the step needs no known records. */
export function makeSelector<S>(running: RunningStep<S>): Selector | null {
  const { env, step, key, chosen, failures, inFlight } = running;
  const keyOf = ownKey(step);
  if (!remembers(step) || !keyOf) return null;
  const { store, clock, provisioned } = env.context;
  return new Selector({
    ...{ store, clock, lease: env.lease, inFlight, key, keyOf },
    scope: JSON.stringify(provisioned),
    skip: skipsUnchanged(step) && env.options.skip !== false,
    generation: chosen.window.generation,
    onOvertaken: (until) => readAgainLater(running, until),
    assertGoing: () => {
      if (failures.first !== null) throw failures.first;
    },
  });
}
