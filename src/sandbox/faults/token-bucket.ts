/** A rate limit: a bucket that starts full and refills evenly. */

import { RATE_MS, type Rate } from './limits.js';

export class TokenBucket {
  readonly #size: number;
  readonly #perMs: number;
  readonly #now: () => number;
  #tokens: number;
  #filledAt: number;

  constructor({ count, per }: Rate, now: () => number) {
    this.#size = count;
    this.#perMs = count / RATE_MS[per];
    this.#now = now;
    this.#tokens = count;
    this.#filledAt = now();
  }

  /** Takes a token. Without one, returns the whole seconds until there is one. */
  take(): number | undefined {
    const now = this.#now();
    const gained = Math.max(0, now - this.#filledAt) * this.#perMs;
    this.#tokens = Math.min(this.#size, this.#tokens + gained);
    this.#filledAt = now;
    if (this.#tokens < 1) return Math.ceil((1 - this.#tokens) / this.#perMs / 1000);
    this.#tokens -= 1;
    return undefined;
  }
}
