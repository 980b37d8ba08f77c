/**
 * Learns how many requests a second an API takes. Nothing is paced until the first refusal; then requests keep a
 * distance, a little more than was taken is tried ever again, and a refusal sets the rate to what was taken.
 * Counting alone would not do: answers may come so fast that even one request at a time is too many.
 */

/** The share of what was taken that is sent after a refusal. */
const BACK_OFF = 0.97;
/** How much more is tried each second, as a share of the rate. */
const GROWTH = 0.02;
/** A refusal never takes away more than this share: what was taken says little after a lull. */
const LEAST = 0.5;
/** Requests a second at least, where the first one was refused after a while: that it took so long says little. */
const FIRST_GUESS = 1;
/** Without a refusal for so long there seems to be no limit any more. */
const FORGET_MS = 5 * 60_000;
/** Requests that may follow each other at once after a pause, in seconds of the rate. */
const BURST_SECONDS = 1;

export class Pacer {
  /** Requests a second; null while there is no reason to pace. */
  private rate: number | null = null;
  private taken = 0;
  /** When what was taken began to be counted; null before anything was sent. */
  private since: number | null = null;
  /** Requests that may go out now; what a pause leaves unused may be sent after it. */
  private credit = 1;
  private creditAt: number;
  private refusedAt = 0;

  constructor(now: number) {
    this.creditAt = now;
  }

  /** How long the next request has to wait. */
  waitMs(now: number): number {
    this.refresh(now);
    if (this.rate === null || this.credit >= 1) return 0;
    return Math.ceil(((1 - this.credit) / this.rate) * 1000);
  }

  sent(now: number): void {
    this.since ??= now;
    this.refresh(now);
    if (this.rate !== null) this.credit -= 1;
  }

  accepted(): void {
    this.taken++;
  }

  /** A request was refused as one too many. `pauseMs` is for how long nothing will be sent now. */
  refused(now: number, pauseMs: number): void {
    this.refresh(now);
    this.rate = this.rateAfter(now, pauseMs);
    this.taken = 0;
    this.since = now + pauseMs;
    this.refusedAt = now;
    this.credit = 0;
    this.creditAt = now;
  }

  private rateAfter(now: number, pauseMs: number): number {
    const perSecond = (ms: number) => Math.max(this.taken, 1) / (Math.max(ms, 1) / 1000);
    const since = this.since ?? now;
    // Who took nothing yet has not shown how much it takes: the pause says nothing of it, and what is refused next will.
    if (this.rate === null && this.taken === 0)
      return Math.max(perSecond(now - since), FIRST_GUESS);
    const measured = perSecond(now + pauseMs - since);
    if (this.rate === null) return measured;
    return Math.max(this.rate * LEAST, Math.min(this.rate, measured) * BACK_OFF);
  }

  private refresh(now: number): void {
    if (this.rate === null) return;
    const seconds = Math.max(now - this.creditAt, 0) / 1000;
    this.creditAt = now;
    // At less than one a second the credit still has to reach one.
    this.credit = Math.min(
      this.credit + seconds * this.rate,
      Math.max(this.rate * BURST_SECONDS, 1),
    );
    this.rate *= 1 + GROWTH * seconds;
    if (now - this.refusedAt > FORGET_MS) this.rate = null;
  }
}
