/** Limits the requests in flight: one more each round, half of them when the API throttles. Rule P1. */
export class InFlightLimit {
  /** Maximum requests in flight. */
  now: number;
  /** Counts the halvings. A request that started before a halving does not cause another. */
  era = 0;
  /** Successful requests since the limit last changed. */
  private round = 0;

  /** With nothing known about the API, the configured maximum may go out at once. */
  constructor(
    private readonly most: number,
    start = most,
  ) {
    this.now = Math.min(start, most);
  }

  get isFull(): boolean {
    return this.now >= this.most;
  }

  grow(): void {
    this.round++;
    if (this.round < this.now) return;
    this.round = 0;
    this.now = Math.min(this.most, this.now + 1);
  }

  /** `era` is the one in which the request started. Returns false when the limit was halved since. */
  halve(era: number): boolean {
    if (era !== this.era) return false;
    this.era++;
    this.now = Math.max(1, Math.floor(this.now / 2));
    this.round = 0;
    return true;
  }
}
