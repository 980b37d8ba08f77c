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

interface Pace {
  /** Requests a second; null while there is no reason to pace. */
  rate: number | null;
  taken: number;
  /** When what was taken began to be counted; null before anything was sent. */
  since: number | null;
  /** Requests that may go out now; what a pause leaves unused may be sent after it. */
  credit: number;
  creditAt: number;
  refusedAt: number;
}

export class Pacer {
  private readonly pace: Pace;

  constructor(now: number) {
    this.pace = { rate: null, taken: 0, since: null, credit: 1, creditAt: now, refusedAt: 0 };
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

  /** A request was refused as one too many. `pauseMs` is for how long nothing will be sent now. */
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
  // Who took nothing yet has not shown how much it takes: the pause says nothing of it, and what is refused next will.
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
  // At less than one a second the credit still has to reach one.
  pace.credit = Math.min(pace.credit + seconds * rate, Math.max(rate * BURST_SECONDS, 1));
  pace.rate = now - pace.refusedAt > FORGET_MS ? null : rate * (1 + GROWTH * seconds);
}
