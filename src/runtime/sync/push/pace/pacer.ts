/**
 * Learns how many requests per second an API accepts. There is no rate limit until the first 429. After each 429 the
 * rate is set to the rate accepted before, and then grows slowly. A limit of requests in flight is not enough: with
 * fast answers, even one at a time can be too many.
 */

/** The new rate after a 429, as a share of the accepted rate. */
const BACK_OFF = 0.97;
/** Growth of the rate per second. */
const GROWTH = 0.02;
/** A 429 lowers the rate by at most this share, since the accepted rate is low after an idle time. */
const LEAST = 0.5;
/** The first rate is at least this, in requests per second: one slow request must not set a lower rate. */
const FIRST_GUESS = 1;
/** After this time without a 429, the rate limit is dropped. */
const FORGET_MS = 5 * 60_000;
/** The number of requests that may go out at once after a pause, in seconds of the rate. */
const BURST_SECONDS = 1;

interface Pace {
  /** Requests per second; null while there is no rate limit. */
  rate: number | null;
  taken: number;
  /** Start of the count of accepted requests; null before the first request. */
  since: number | null;
  /** Requests that may go out now. Those that a pause left unused may go out after it. */
  credit: number;
  creditAt: number;
  refusedAt: number;
}

export class Pacer {
  private readonly pace: Pace;

  /** `rate` is the rate that an earlier run learned, in requests per second. */
  constructor(now: number, rate: number | null = null) {
    this.pace = { rate, taken: 0, since: null, credit: 1, creditAt: now, refusedAt: now };
  }

  /**
   * Requests per second; null without a limit, and while nothing was accepted since the last 429 and its pause: until then
   * the rate is a guess.
   */
  proven(now: number): number | null {
    refresh(this.pace, now);
    const { rate, since, taken } = this.pace;
    return since === null || (now >= since && taken > 0) ? rate : null;
  }

  /** How long the next request has to wait. */
  waitMs(now: number): number {
    refresh(this.pace, now);
    const { rate, credit } = this.pace;
    return rate === null || credit >= 1 ? 0 : Math.ceil(((1 - credit) / rate) * 1000);
  }

  sent(now: number): void {
    this.pace.since ??= now;
    refresh(this.pace, now);
    if (this.pace.rate !== null) this.pace.credit -= 1;
  }

  accepted(): void {
    this.pace.taken++;
  }

  /** The API answered 429. `pauseMs` is how long nothing will be sent. */
  refused(now: number, pauseMs: number): void {
    refresh(this.pace, now);
    const rate = rateAfter(this.pace, now, pauseMs);
    const counted = { taken: 0, since: now + pauseMs, refusedAt: now };
    Object.assign(this.pace, { rate, credit: 0, creditAt: now, ...counted });
  }
}

function rateAfter({ rate, taken, since }: Pace, now: number, pauseMs: number): number {
  const perSecond = (ms: number) => Math.max(taken, 1) / (Math.max(ms, 1) / 1000);
  const from = since ?? now;
  // If nothing was accepted yet, the pause says nothing about the rate, so it is a guess; the next 429 corrects it.
  if (rate === null && taken === 0) return Math.max(perSecond(now - from), FIRST_GUESS);
  const measured = perSecond(now + pauseMs - from);
  if (rate === null) return measured;
  return Math.max(rate * LEAST, Math.min(rate, measured) * BACK_OFF);
}

function refresh(pace: Pace, now: number): void {
  const { rate } = pace;
  if (rate === null) return;
  const seconds = Math.max(now - pace.creditAt, 0) / 1000;
  pace.creditAt = now;
  // Below one request per second, the credit must still be able to reach one.
  pace.credit = Math.min(pace.credit + seconds * rate, Math.max(rate * BURST_SECONDS, 1));
  pace.rate = now - pace.refusedAt > FORGET_MS ? null : rate * (1 + GROWTH * seconds);
}
