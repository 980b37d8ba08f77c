import { InFlightLimit } from './limit.js';
import { Pacer } from './pacer.js';

/** The outcome of a request, as it affects the speed. */
export type Outcome =
  | { kind: 'done' }
  /** The API throttled with 429 or 503. `retryAfterMs` is null without a `Retry-After`. */
  | { kind: 'throttled'; retryAfterMs: number | null; overRate: boolean }
  /** A failure that says nothing about the speed. */
  | { kind: 'failed' };

const START = 4;

/** The speed of requests, learnt from the answers of the API. */
export class Speed {
  /** How often the API throttled. */
  throttled = 0;
  readonly limit: InFlightLimit;
  private readonly pacer: Pacer;
  private pausedUntil = 0;

  constructor(
    concurrency: number,
    now: number,
    /** Called at each pause. */
    private readonly onPause: (ms: number) => void,
  ) {
    this.limit = new InFlightLimit(START, concurrency);
    this.pacer = new Pacer(now);
  }

  /** How long the next request has to wait. */
  waitMs(now: number): number {
    return Math.max(this.pausedUntil - now, this.pacer.waitMs(now));
  }

  sent(now: number): void {
    this.pacer.sent(now);
  }

  /** `era` is the one of the limit in which the request started. */
  learn(outcome: Outcome, era: number, now: number): void {
    if (outcome.kind === 'done') {
      this.pacer.accepted();
      this.limit.grow();
    }
    if (outcome.kind !== 'throttled') return;
    const { retryAfterMs, overRate } = outcome;
    this.throttled++;
    if (retryAfterMs !== null) this.pause(retryAfterMs, now);
    if (this.limit.halve(era) && overRate) this.pacer.refused(now, retryAfterMs ?? 0);
  }

  /** Sends nothing for `ms`; a longer pause stays. */
  private pause(ms: number, now: number): void {
    this.pausedUntil = Math.max(this.pausedUntil, now + ms);
    this.onPause(ms);
  }
}
