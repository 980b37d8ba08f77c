import { iso } from '../../../iso.js';
import type { LearnedPace } from './learned.js';
import { InFlightLimit } from './limit.js';
import { Pacer } from './pacer.js';

/** The outcome of a request, as it affects the speed. */
export type Outcome =
  | { kind: 'done' }
  /** The API throttled with 429 or 503. `retryAfterMs` is null without a `Retry-After`. */
  | { kind: 'throttled'; retryAfterMs: number | null; overRate: boolean }
  /** A failure that says nothing about the speed. */
  | { kind: 'failed' };

/** The speed of requests, learnt from the answers of the API. */
export class Speed {
  /** How often the API throttled in this run, and when it did last, in this run or before. */
  readonly throttling: { count: number; lastAt: number | null };
  readonly limit: InFlightLimit;
  private readonly pacer: Pacer;
  private pausedUntil = 0;

  constructor(
    concurrency: number,
    now: number,
    /** Called at each pause. */
    private readonly onPause: (ms: number) => void,
    learned: LearnedPace | null = null,
  ) {
    this.limit = new InFlightLimit(concurrency, learned?.in_flight);
    this.pacer = new Pacer(now, learned?.requests_per_second);
    const lastAt = learned === null ? null : Date.parse(learned.learned_at);
    this.throttling = { count: 0, lastAt };
  }

  /** For the next run; null when nothing limits the speed. */
  learned(now: number): LearnedPace | null {
    const rate = this.pacer.proven(now);
    const { lastAt } = this.throttling;
    if (lastAt === null || (rate === null && this.limit.isFull)) return null;
    return {
      requests_per_second: rate === null ? null : Math.round(rate * 1000) / 1000,
      in_flight: this.limit.now,
      learned_at: iso(lastAt),
    };
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
    this.throttling.count++;
    this.throttling.lastAt = now;
    if (retryAfterMs !== null) this.pause(retryAfterMs, now);
    if (this.limit.halve(era) && overRate) this.pacer.refused(now, retryAfterMs ?? 0);
  }

  /** Sends nothing for `ms`; a longer pause stays. */
  private pause(ms: number, now: number): void {
    this.pausedUntil = Math.max(this.pausedUntil, now + ms);
    this.onPause(ms);
  }
}
