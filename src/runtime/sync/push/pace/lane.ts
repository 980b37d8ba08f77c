/**
 * How fast an installation's requests may go: how many are in flight, of how many bytes together, and how close they
 * follow each other. One for all steps of a run. Rules W6 and P1.
 */
import type { Clock } from '../../../ports/engine.js';
import { Pacer } from './pacer.js';

export interface LaneOptions {
  /** Requests in flight at most. */
  concurrency: number;
  /** Bytes of bodies in flight at most; one request goes out whatever its size. */
  maxBytes?: number;
  /** Once it is aborted nobody waits any more: whoever enters is expected to look at it and not to send. */
  signal?: AbortSignal;
  /** Aborted when the lane is done with: nothing shall hold it any longer. */
  over?: AbortSignal;
  /** Told of every pause. */
  onPause?: (ms: number) => void;
}

/** What became of a request, as far as the lane cares. */
export type Outcome =
  | { kind: 'done' }
  /** The API asked for less: 429, or 503. `retryAfterMs` where it said how long to wait. */
  | { kind: 'throttled'; retryAfterMs: number | null; overRate: boolean }
  /** It failed for a reason that says nothing about speed. */
  | { kind: 'failed' };

export interface Permit {
  /** To be called once, when the request has ended. */
  leave(outcome: Outcome): void;
}

const START = 4;
const MAX_BYTES = 32 * 1024 * 1024;

interface Waiter {
  bytes: number;
  admit: (permit: Permit) => void;
  refuse: (error: unknown) => void;
}

export class Lane {
  /** How often the API asked for less. */
  throttled = 0;
  private limit: number;
  private inFlight = 0;
  private bytes = 0;
  /** Requests that ended well since the limit was last changed. */
  private round = 0;
  /** Grows with every halving: requests that started before one do not cause another. */
  private era = 0;
  private pausedUntil = 0;
  private waking = false;
  private readonly waiters: Waiter[] = [];
  private closed: { error: unknown } | undefined;
  private readonly pacer: Pacer;
  private readonly maxBytes: number;

  constructor(
    private readonly clock: Clock,
    private readonly options: LaneOptions,
  ) {
    this.limit = Math.min(START, options.concurrency);
    this.maxBytes = options.maxBytes ?? MAX_BYTES;
    this.pacer = new Pacer(clock.now());
    const listening = { once: true, ...(options.over && { signal: options.over }) };
    options.signal?.addEventListener('abort', () => this.admitNext(), listening);
  }

  /** Requests in flight at most. */
  get concurrency(): number {
    return this.options.concurrency;
  }

  /** Until when nothing goes out, because the API asked for a pause; in the past when it did not. */
  get pauseEnd(): number {
    return this.pausedUntil;
  }

  /** Resolves when a request of this size may go out: in the order of the calls. Rejects once the lane is closed. */
  enter(bytes: number): Promise<Permit> {
    return new Promise((admit, refuse) => {
      if (this.closed) return refuse(this.closed.error);
      this.waiters.push({ bytes, admit, refuse });
      this.admitNext();
    });
  }

  /** Lets nobody in any more, also of those who wait: they are told why. */
  close(error: unknown): void {
    this.closed ??= { error };
    for (const { refuse } of this.waiters.splice(0)) refuse(error);
  }

  /** Nothing goes out for `ms`: a floor for everyone. */
  pause(ms: number): void {
    this.pausedUntil = Math.max(this.pausedUntil, this.clock.now() + ms);
    this.options.onPause?.(ms);
  }

  private admitNext(): void {
    for (;;) {
      const next = this.waiters[0];
      if (next === undefined || !this.hasRoomFor(next.bytes)) return;
      const wait = this.waitMs();
      if (wait > 0) {
        this.wakeAfter(wait);
        return;
      }
      this.waiters.shift();
      next.admit(this.open(next.bytes));
    }
  }

  private hasRoomFor(bytes: number): boolean {
    if (this.inFlight === 0 || this.options.signal?.aborted) return true;
    return this.inFlight < this.limit && this.bytes + bytes <= this.maxBytes;
  }

  private waitMs(): number {
    if (this.options.signal?.aborted) return 0;
    const now = this.clock.now();
    return Math.max(this.pausedUntil - now, this.pacer.waitMs(now));
  }

  private wakeAfter(ms: number): void {
    if (this.waking) return;
    this.waking = true;
    void this.clock.sleep(ms, this.options.signal).then(() => {
      this.waking = false;
      this.admitNext();
    });
  }

  private open(bytes: number): Permit {
    const { era } = this;
    this.inFlight++;
    this.bytes += bytes;
    this.pacer.sent(this.clock.now());
    return {
      leave: (outcome) => {
        this.inFlight--;
        this.bytes -= bytes;
        this.learn(outcome, era);
        this.admitNext();
      },
    };
  }

  private learn(outcome: Outcome, era: number): void {
    if (outcome.kind === 'done') this.grow();
    if (outcome.kind === 'throttled') this.slowDown(outcome, era);
  }

  private slowDown(
    { retryAfterMs, overRate }: Extract<Outcome, { kind: 'throttled' }>,
    era: number,
  ): void {
    this.throttled++;
    if (retryAfterMs !== null) this.pause(retryAfterMs);
    if (era !== this.era) return;
    this.era++;
    this.limit = Math.max(1, Math.floor(this.limit / 2));
    this.round = 0;
    if (overRate) this.pacer.refused(this.clock.now(), retryAfterMs ?? 0);
  }

  private grow(): void {
    this.pacer.accepted();
    this.round++;
    if (this.round < this.limit) return;
    this.round = 0;
    this.limit = Math.min(this.options.concurrency, this.limit + 1);
  }
}
