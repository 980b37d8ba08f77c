/**
 * The pushes of a bulk step that are on their way, while its stream is read on. Rule W6. Those that ended behind one that
 * did not count too: a crash would have them pushed again.
 */

export interface PushLimits {
  /** Records at most, from the oldest push on its way on; one push goes out whatever its size. */
  records: number;
  /** Pushes at most, from the oldest on its way on. */
  pushes: number;
}

interface Started {
  number: number;
  records: number;
  ended: boolean;
  /** Resolves when it has ended. */
  end: Promise<void>;
}

export class Pushes {
  /** The first of them is always on its way. */
  private readonly open: Started[] = [];
  private failure: { error: unknown } | undefined;
  private started = false;

  constructor(
    private readonly limits: PushLimits,
    /** Whether pushes may overlap at all; asked each time. */
    private readonly mayOverlap: () => boolean,
  ) {}

  /** Starts `work` when there is room. Throws when an earlier one failed: nothing more is started. */
  async start(number: number, records: number, work: () => Promise<void>): Promise<void> {
    while (!this.failure && !this.hasRoomFor(records)) await this.oneEnds();
    this.throwFailure();
    const push: Started = { number, records, ended: false, end: Promise.resolve() };
    this.open.push(push);
    push.end = this.run(push, work);
    // The first one goes alone: it shows whether the step's pushes can be told apart.
    if (!this.started) await push.end;
    this.started = true;
    this.throwFailure();
  }

  /** Resolves when every push has ended. Throws when one failed. */
  async finish(): Promise<void> {
    await Promise.all(this.open.map(({ end }) => end));
    this.throwFailure();
  }

  /** Resolves when every push that was started before this one has ended; null when all have. */
  before(number: number): Promise<unknown> | null {
    const earlier = this.open.filter((push) => !push.ended && push.number < number);
    return earlier.length === 0 ? null : Promise.all(earlier.map(({ end }) => end));
  }

  /** The number of the oldest push on its way, or the next one's when there is none. */
  oldest(next: number): number {
    return this.open[0]?.number ?? next;
  }

  private hasRoomFor(records: number): boolean {
    const { length } = this.open;
    if (length === 0) return true;
    if (!this.mayOverlap() || length >= this.limits.pushes) return false;
    const ahead = this.open.reduce((sum, push) => sum + push.records, 0);
    return ahead + records <= this.limits.records;
  }

  private oneEnds(): Promise<unknown> {
    return Promise.race(this.open.filter(({ ended }) => !ended).map(({ end }) => end));
  }

  private async run(push: Started, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.failure ??= { error };
    } finally {
      push.ended = true;
      while (this.open[0]?.ended) this.open.shift();
    }
  }

  private throwFailure(): void {
    if (this.failure) throw this.failure.error;
  }
}
