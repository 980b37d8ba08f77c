/**
 * What went out while an older version of it could still arrive is read and sent again, once none can. So nothing waits
 * for a request that may never come. Rule F2.
 */
import type { ReadAgain } from '../../ports/records.js';
import type { RunningStep } from './running.js';
import { covers, joinAgain } from './window/again.js';

/** To be called before such records go out; durable when it resolves. */
export async function readAgainLater<S>(running: RunningStep<S>, after: number): Promise<void> {
  if (running.readAgain !== null) return;
  const { env, key, chosen } = running;
  running.readAgain = { since: chosen.window.since, after };
  const all = chosen.readAgain ? joinAgain(chosen.readAgain, running.readAgain) : running.readAgain;
  await env.context.store.fenced.putReadAgain(env.lease.current(), key, all);
}

/** What is left to be read again after a clean end; undefined where it stays what it was. */
export function leftToReadAgain<S>({
  chosen,
  readAgain,
}: RunningStep<S>): ReadAgain | null | undefined {
  const { stored, window, readAgain: wanted } = chosen;
  return stored && wanted !== null && covers(window, wanted) ? readAgain : undefined;
}
