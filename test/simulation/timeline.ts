/** Virtual time: sleepers wake in the order of their times, and nothing else happens. */
import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../src/runtime/ports/engine.ts';

interface Timer {
  at: number;
  order: number;
  wake: () => void;
}

export class Timeline {
  private readonly timers = new Set<Timer>();
  private count = 0;

  constructor(public now: number) {}

  /** Calls `wake` at that time. The returned function cancels it. */
  at(time: number, wake: () => void): () => void {
    const timer = { at: Math.max(time, this.now), order: this.count++, wake };
    this.timers.add(timer);
    return () => {
      this.timers.delete(timer);
    };
  }

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => this.at(this.now + ms, resolve));
  }

  /** Runs everything until `done` returns true. Throws when nothing is left to wake. */
  async run(done: () => boolean, until = Number.POSITIVE_INFINITY): Promise<void> {
    for (;;) {
      await setImmediate();
      if (done()) return;
      const next = this.earliest();
      if (next === undefined || next.at > until) {
        if (until === Number.POSITIVE_INFINITY) throw new Error('the simulation hangs');
        this.now = until;
        return;
      }
      this.timers.delete(next);
      this.now = next.at;
      next.wake();
    }
  }

  private earliest(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.timers) {
      if (!first || timer.at < first.at || (timer.at === first.at && timer.order < first.order))
        first = timer;
    }
    return first;
  }
}

/** The clock of one process. When the process is dead, its sleepers never wake. */
export function clockOf(timeline: Timeline, alive: () => boolean, skew = 0): Clock {
  return {
    now: () => timeline.now + skew,
    sleep: (ms, signal) => {
      if (ms <= 0 || signal?.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const wake = () => {
          takeBack();
          signal?.removeEventListener('abort', wake);
          if (alive()) resolve();
        };
        const takeBack = timeline.at(timeline.now + ms, wake);
        signal?.addEventListener('abort', wake);
      });
    },
  };
}
