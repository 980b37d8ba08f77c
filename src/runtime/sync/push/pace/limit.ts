/** How many requests may be in flight: one more each round, half when the API asks for less. Rule P1. */
export class InFlightLimit {
  /** Requests in flight at most. */
  now: number;
  /** Grows with every halving: requests that started before one do not cause another. */
  era = 0;
  /** Requests that ended well since the limit was last changed. */
  private round = 0;

  constructor(
    start: number,
    private readonly most: number,
  ) {
    this.now = Math.min(start, most);
  }

  grow(): void {
    this.round++;
    if (this.round < this.now) return;
    this.round = 0;
    this.now = Math.min(this.most, this.now + 1);
  }

  /** Of a request that began in `era`. False when it was halved since. */
  halve(era: number): boolean {
    if (era !== this.era) return false;
    this.era++;
    this.now = Math.max(1, Math.floor(this.now / 2));
    this.round = 0;
    return true;
  }
}
