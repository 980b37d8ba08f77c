/**
 * A record that was sent while an older version could still arrive is read and sent again later, so no record waits
 * for a request that may never arrive. Rule F2.
 */
import type { ReadAgain } from '../../ports/records.js';
import type { RunningStep } from './running.js';
import { covers, joinAgain } from './window/again.js';

/** Call it before such records are sent; it is durable when it resolves. */
export async function readAgainLater<S>(running: RunningStep<S>, after: number): Promise<void> {
  if (running.readAgain !== null) return;
  const { env, key, chosen } = running;
  running.readAgain = { since: chosen.window.since, after };
  const all = chosen.readAgain ? joinAgain(chosen.readAgain, running.readAgain) : running.readAgain;
  await env.context.store.fenced.putReadAgain(env.lease.current(), key, all);
}

/** The windows that are left to read again after a clean end; undefined when they do not change. */
export function leftToReadAgain<S>({
  chosen,
  readAgain,
}: RunningStep<S>): ReadAgain | null | undefined {
  const { stored, window, readAgain: wanted } = chosen;
  return stored && wanted !== null && covers(window, wanted) ? readAgain : undefined;
}
