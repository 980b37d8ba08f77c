import { type DeleteReport, removeVanished } from '../deletes/deletes.js';
import { trackedBy } from './bulk-step.js';
import { contextOf } from './context.js';
import { withinDrain } from './drain.js';
import type { RunningStep } from './running.js';

/**
 * Deletes the records that a clean full run did not read. Returns null when the step does not track deletes, or the
 * run is not a full one.
 */
export async function deleteVanished<S>(running: RunningStep<S>): Promise<DeleteReport | null> {
  const { env, step, key, chosen, logger } = running;
  const { stop: signal, context, drainTimeoutMs } = env;
  const { store, clock } = context;
  const tracked = trackedBy(step);
  const { generation } = chosen.window;
  if (!tracked || generation === null) return null;
  const deleting = removeVanished({
    ...{ store, clock, lease: env.lease, logger, key, generation, signal },
    maxRatio: tracked.maxRatio,
    approved: env.options.approveDeletes === true,
    // The step's own `sendBulk` has ended with the step, so the context gets the general one.
    remove: (keys, calls) => tracked.remove(contextOf(running, context.sendBulk, calls), keys),
  });
  return withinDrain(deleting, signal, clock, drainTimeoutMs);
}
