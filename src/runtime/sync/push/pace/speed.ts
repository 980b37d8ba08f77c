import { InFlightLimit } from './limit.js';
import { Pacer } from './pacer.js';

/** What became of a request, as far as the speed cares. */
export type Outcome =
  | { kind: 'done' }
  /** The API asked for less: 429, or 503. `retryAfterMs` where it said how long to wait. */
  | { kind: 'throttled'; retryAfterMs: number | null; overRate: boolean }
  /** It failed for a reason that says nothing about speed. */
  | { kind: 'failed' };

const START = 4;

/** How fast requests may go, as the API's answers teach it. */
export class Speed {
  /** How often the API asked for less. */
  throttled = 0;
  readonly limit: InFlightLimit;
  private readonly pacer: Pacer;
  private pausedUntil = 0;

  constructor(
    concurrency: number,
    now: number,
    /** Told of every pause. */
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

  /** `era` is that of the limit when the request began. */
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

  /** Nothing goes out for `ms`: a floor for everyone. */
  private pause(ms: number, now: number): void {
    this.pausedUntil = Math.max(this.pausedUntil, now + ms);
    this.onPause(ms);
  }
}
