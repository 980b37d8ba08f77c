import type { Clock } from '../../ports/engine.js';
import { Interruption } from '../errors.js';

/** How long a step that does not heed the signal is waited for. */
export const DRAIN_TIMEOUT_MS = 10_000;

/** The work was not waited for any longer. */
export class GivenUp extends Interruption {}

/** Resolves to the work's result. Throws GivenUp when it is not done `limitMs` after the signal's abort. */
export async function withinDrain<T>(
  work: T | Promise<T>,
  signal: AbortSignal,
  clock: Clock,
  limitMs: number,
): Promise<T> {
  const done = new AbortController();
  try {
    return await Promise.race([work, giveUp(signal, done.signal, clock, limitMs)]);
  } finally {
    done.abort('done');
  }
}

/** Rejects once the limit is over. Stays as it is when it is done before. */
function giveUp(
  signal: AbortSignal,
  done: AbortSignal,
  clock: Clock,
  limitMs: number,
): Promise<never> {
  return new Promise((_, reject) => {
    const wait = async () => {
      await clock.sleep(limitMs, done);
      reject(new GivenUp());
    };
    if (signal.aborted) void wait();
    else signal.addEventListener('abort', wait, { once: true, signal: done });
  });
}
