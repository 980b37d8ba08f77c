import type { Clock } from '../../ports/engine.js';
import { Interruption } from '../errors.js';

/** How long to wait for a step that ignores the signal. */
export const DRAIN_TIMEOUT_MS = 10_000;

/** The work took too long to stop, so it was abandoned. */
export class GivenUp extends Interruption {}

/** Resolves to the work's result. Throws GivenUp when it is not done `limitMs` after the abort. */
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

/** Rejects when the time is over; never settles when the work ends before. */
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
