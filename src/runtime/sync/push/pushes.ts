/** The pushes of a bulk step while its stream is read on. Rules W3 and W6. */
import type { InFlight } from '../in-flight.js';
import type { Push } from './push.js';

export interface PushLimits {
  /** Records at most, from the oldest push that has not ended on; one push goes out whatever its size. */
  records: number;
  /** Pushes at most, from the oldest that has not ended on. */
  pushes: number;
  /** Whether pushes may overlap at all; asked each time. */
  mayOverlap(): boolean;
}

/** A push, and how far into the stream it goes. */
export interface Covered {
  readonly push: Push & { readonly number: number };
  readonly records: number;
  /** The last raw item that it covers. */
  readonly last: unknown;
}

interface Slot extends Covered {
  settled: boolean;
  /** Whether it counts for the part that is settled without a gap. */
  taken: boolean;
  ended: boolean;
  end: Promise<void>;
}

export class Pushes {
  /** In the order of reading, from the first that has not ended: until then a crash would have it pushed again. */
  private readonly open: Slot[] = [];
  private failure: { error: unknown } | undefined;
  private started = false;

  constructor(
    private readonly inFlight: InFlight,
    private readonly limits: PushLimits,
  ) {}

  /** Starts `work` when there is room. Throws when an earlier one failed: nothing more is started. */
  async start(covered: Covered, work: () => Promise<void>): Promise<void> {
    while (!this.failure && !hasRoom(this.open, this.limits, covered.records))
      await Promise.race(this.open.filter(({ ended }) => !ended).map(({ end }) => end));
    this.throwFailure();
    const slot: Slot = {
      ...{ ...covered, settled: false, taken: false, ended: false },
      end: Promise.resolve(),
    };
    this.open.push(slot);
    const running = this.inFlight.start(
      { kind: 'push', push: covered.push.number, foreign: true },
      work,
    );
    slot.end = running
      .catch((error: unknown) => {
        this.failure ??= { error };
      })
      .finally(() => {
        slot.ended = true;
        // One that failed stays: no position may pass it.
        while (this.open[0]?.ended && this.open[0].settled) this.open.shift();
      });
    // The first one goes alone: it shows whether the step's pushes can be told apart.
    if (!this.started) await slot.end;
    this.started = true;
    this.throwFailure();
  }

  /** Notes that a push is settled, and gives what that adds to the part that is settled without a gap. */
  settle(push: Push): Covered[] {
    for (const slot of this.open) if (slot.push === push) slot.settled = true;
    const prefix = this.open.slice(0, settledPrefix(this.open.map(({ settled }) => settled)));
    const more = prefix.filter(({ taken }) => !taken);
    for (const slot of more) slot.taken = true;
    return more;
  }

  /** The number of the oldest push that is not settled, or the next one's when there is none. */
  oldest(next: number): number {
    return this.open.find(({ settled }) => !settled)?.push.number ?? next;
  }

  /** Resolves when every push has ended. Throws when one failed. */
  async finish(): Promise<void> {
    await this.inFlight.drained(({ kind }) => kind === 'push');
    this.throwFailure();
  }

  private throwFailure(): void {
    if (this.failure) throw this.failure.error;
  }
}

function hasRoom(open: readonly Covered[], limits: PushLimits, records: number): boolean {
  if (open.length === 0) return true;
  if (!limits.mayOverlap() || open.length >= limits.pushes) return false;
  const ahead = open.reduce((sum, one) => sum + one.records, 0);
  return ahead + records <= limits.records;
}

/** How many, from the first on, are settled without a gap: only those may move a position. Rule W3. */
export function settledPrefix(settled: readonly boolean[]): number {
  const end = settled.indexOf(false);
  return end === -1 ? settled.length : end;
}
