/** Limits how often an address may fail to verify. Signed requests are never limited: the platform repeats no 4xx. */

const CAPACITY = 20;
const REFILL_PER_SECOND = 5;
/** The number of remembered addresses. The address whose failure is oldest is forgotten first. */
const MOST_ADDRESSES = 10_000;

interface Bucket {
  tokens: number;
  at: number;
}

export class FailureLimit {
  readonly #buckets = new Map<string, Bucket>();

  /** Counts a failure. Returns false for an address that has failed too often. `now` is in milliseconds. */
  allows(address: string, now: number): boolean {
    const { tokens, at } = this.#buckets.get(address) ?? { tokens: CAPACITY, at: now };
    const refilled = Math.min(CAPACITY, tokens + ((now - at) / 1000) * REFILL_PER_SECOND);
    const allowed = refilled >= 1;
    this.#buckets.delete(address);
    this.#buckets.set(address, { tokens: allowed ? refilled - 1 : refilled, at: now });
    if (this.#buckets.size > MOST_ADDRESSES) {
      const [oldest] = this.#buckets.keys();
      if (oldest !== undefined) this.#buckets.delete(oldest);
    }
    return allowed;
  }
}
