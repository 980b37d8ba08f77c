/**
 * Lets out the requests of an installation, within limits for requests in flight, their bytes, and their rate. All
 * steps of a run share it. Rules W6 and P1.
 */
import type { Clock } from '../../../ports/engine.js';
import type { LearnedPace } from './learned.js';
import { type Outcome, Speed } from './speed.js';

export interface LaneOptions {
  /** Maximum requests in flight. */
  concurrency: number;
  /** Maximum bytes of bodies in flight. A single request may exceed it. */
  maxBytes?: number;
  /** Once aborted, nobody waits: callers must check the signal and not send. */
  signal?: AbortSignal;
  /** Aborted when the run is over: no timer of the lane may keep running. */
  over?: AbortSignal;
  /** Called at each pause. */
  onPause?: (ms: number) => void;
  /** The speed of the API that an earlier run learned. */
  learned?: LearnedPace | null;
}

export interface Permit {
  /** Call it once, when the request has ended. */
  leave(outcome: Outcome): void;
}

const MAX_BYTES = 32 * 1024 * 1024;

interface Waiter {
  bytes: number;
  admit: (permit: Permit) => void;
  refuse: (error: unknown) => void;
}

interface Queue {
  waiters: Waiter[];
  requests: number;
  bytes: number;
  /** Whether a timer waits for the end of a pause. */
  waking: boolean;
  closed?: { error: unknown };
}

export class Lane {
  readonly speed: Speed;
  private readonly queue: Queue = { waiters: [], requests: 0, bytes: 0, waking: false };

  constructor(
    private readonly clock: Clock,
    readonly options: LaneOptions,
  ) {
    const { concurrency, signal, over, onPause, learned } = options;
    this.speed = new Speed(concurrency, clock.now(), (ms) => onPause?.(ms), learned);
    const listening = { once: true, ...(over && { signal: over }) };
    signal?.addEventListener('abort', () => this.admitNext(), listening);
  }

  /** Resolves, in the order of the calls, when a request of this size may go out. Rejects once the lane is closed. */
  enter(bytes: number): Promise<Permit> {
    return new Promise((admit, refuse) => {
      if (this.queue.closed) return refuse(this.queue.closed.error);
      this.queue.waiters.push({ bytes, admit, refuse });
      this.admitNext();
    });
  }

  /** Rejects all waiting and later calls with this error. */
  close(error: unknown): void {
    this.queue.closed ??= { error };
    for (const { refuse } of this.queue.waiters.splice(0)) refuse(error);
  }

  private admitNext(): void {
    const { clock, speed, queue, options } = this;
    const { waiters } = queue;
    const nobodyWaits = options.signal?.aborted === true;
    for (let next = waiters[0]; next !== undefined; next = waiters[0]) {
      const { maxBytes = MAX_BYTES } = options;
      const fits = queue.requests < speed.limit.now && queue.bytes + next.bytes <= maxBytes;
      if (queue.requests > 0 && !nobodyWaits && !fits) return;
      const wait = nobodyWaits ? 0 : speed.waitMs(clock.now());
      if (wait > 0) {
        this.admitAfter(wait);
        return;
      }
      waiters.shift();
      next.admit(this.open(next.bytes));
    }
  }

  private admitAfter(ms: number): void {
    if (this.queue.waking) return;
    this.queue.waking = true;
    void this.clock.sleep(ms, this.options.signal).then(() => {
      this.queue.waking = false;
      this.admitNext();
    });
  }

  private open(bytes: number): Permit {
    const { clock, speed, queue } = this;
    const { era } = speed.limit;
    queue.requests++;
    queue.bytes += bytes;
    speed.sent(clock.now());
    return {
      leave: (outcome) => {
        queue.requests--;
        queue.bytes -= bytes;
        speed.learn(outcome, era, clock.now());
        this.admitNext();
      },
    };
  }
}
