/** The pushes of a bulk step, which overlap with reading. Rules W3 and W6. */
import type { InFlight } from '../in-flight.js';
import type { Push } from './push.js';

export interface PushLimits {
  /** Maximum records, counted from the oldest unfinished push. One push may exceed it. */
  records: number;
  /** Maximum pushes, counted from the oldest unfinished one. */
  pushes: number;
  /** Whether pushes may overlap. Asked before each push. */
  mayOverlap(): boolean;
}

/** A push, and how far into the stream it reaches. */
export interface Covered {
  readonly push: Push & { readonly number: number };
  readonly records: number;
  /** The last raw item that it covers. */
  readonly last: unknown;
}

interface Slot extends Covered {
  settled: boolean;
  /** Whether it already counts as part of the settled prefix. */
  taken: boolean;
  ended: boolean;
  end: Promise<void>;
}

export class Pushes {
  /** In reading order, from the first unfinished push on. After a crash, these would be pushed again. */
  private readonly open: Slot[] = [];
  private failure: { error: unknown } | undefined;
  private started = false;

  constructor(
    private readonly inFlight: InFlight,
    private readonly limits: PushLimits,
  ) {}

  /** Starts `work` when there is room. Throws when an earlier push failed; then nothing more starts. */
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
        // A failed push stays in the list, since no position may pass it.
        while (this.open[0]?.ended && this.open[0].settled) this.open.shift();
      });
    // The first push runs alone: it shows whether records of pushes have keys.
    if (!this.started) await slot.end;
    this.started = true;
    this.throwFailure();
  }

  /** Marks a push as settled, and returns the pushes by which the settled prefix grows. */
  settle(push: Push): Covered[] {
    for (const slot of this.open) if (slot.push === push) slot.settled = true;
    const prefix = this.open.slice(0, settledPrefix(this.open.map(({ settled }) => settled)));
    const more = prefix.filter(({ taken }) => !taken);
    for (const slot of more) slot.taken = true;
    return more;
  }

  /** The number of the oldest push that is not settled; `next` when there is none. */
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

/** How many pushes from the start are settled without a gap. Only these may move a position. Rule W3. */
export function settledPrefix(settled: readonly boolean[]): number {
  const end = settled.indexOf(false);
  return end === -1 ? settled.length : end;
}
