/** The pushes of a bulk step that are on their way, while its stream is read on. Rule W6. */

export interface PushLimits {
  /** Records on their way at most; one push goes out whatever its size. */
  records: number;
  /** Pushes on their way at most. */
  pushes: number;
}

interface Running {
  number: number;
  records: number;
  end: Promise<void>;
}

export class Pushes {
  private running: Running[] = [];
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
    const end = this.run(number, work);
    this.running.push({ number, records, end });
    // The first one goes alone: it shows whether the step's pushes can be told apart.
    if (!this.started) await end;
    this.started = true;
    this.throwFailure();
  }

  /** Resolves when every push has ended. Throws when one failed. */
  async finish(): Promise<void> {
    await Promise.all(this.running.map(({ end }) => end));
    this.throwFailure();
  }

  /** Resolves when every push that was started before this one has ended; null when all have. */
  before(number: number): Promise<unknown> | null {
    const earlier = this.running.filter((push) => push.number < number);
    return earlier.length === 0 ? null : Promise.all(earlier.map(({ end }) => end));
  }

  /** The number of the oldest push on its way, or the next one's when there is none. */
  oldest(next: number): number {
    return this.running[0]?.number ?? next;
  }

  private hasRoomFor(records: number): boolean {
    const { length } = this.running;
    if (length === 0) return true;
    if (!this.mayOverlap() || length >= this.limits.pushes) return false;
    const under = this.running.reduce((sum, push) => sum + push.records, 0);
    return under + records <= this.limits.records;
  }

  private oneEnds(): Promise<void> {
    return Promise.race(this.running.map(({ end }) => end));
  }

  private async run(number: number, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.failure ??= { error };
    } finally {
      this.running = this.running.filter((push) => push.number !== number);
    }
  }

  private throwFailure(): void {
    if (this.failure) throw this.failure.error;
  }
}
