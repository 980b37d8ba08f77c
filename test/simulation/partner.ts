/** The simulated partner: rows change while they are read, and some are dated back a little. */
import type { SeededRandom } from './random.ts';

export interface Row {
  id: string;
  /** Grows with every change of the row. */
  version: number;
  /** The content of the version. A change may restore an earlier content. */
  content: number;
  updatedAt: number;
  /** The API rejects this version. */
  bad: boolean;
}

export interface PartnerOptions {
  random: SeededRandom;
  /** How far back a change may be dated. */
  lateMs: number;
  /** Whether a change may get any date, even one before the row's old date. */
  dates: 'kept' | 'any';
  badShare: number;
}

const YEAR = 365 * 24 * 60 * 60 * 1000;

export class Partner {
  readonly rows = new Map<string, Row>();
  /** Ids of deleted rows. */
  readonly deleted = new Set<string>();
  /** Whether the rows have stopped changing. */
  still = false;

  /** The process that started to read last. */
  reader: unknown;

  constructor(private readonly options: PartnerOptions) {}

  /** Adds a row, or changes one. */
  change(id: string, now: number): void {
    const { random, lateMs, badShare, dates } = this.options;
    const before = this.rows.get(id);
    const late = random.chance(0.5) ? random.between(0, lateMs) : 0;
    this.deleted.delete(id);
    this.rows.set(id, {
      id,
      version: (before?.version ?? 0) + 1,
      content: random.between(0, 3),
      // Often in the same second as others, to test rows with equal times.
      updatedAt:
        dates === 'any'
          ? now - random.between(-YEAR, YEAR)
          : Math.max(before?.updatedAt ?? 0, Math.floor((now - late) / 1000) * 1000),
      bad: random.chance(badShare),
    });
  }

  /** Sets the date of a row, and returns the row. */
  redate(id: string, updatedAt: number): Row {
    const row = { ...(this.rows.get(id) as Row), updatedAt };
    this.rows.set(id, row);
    return { ...row };
  }

  remove(id: string): void {
    if (this.rows.delete(id)) this.deleted.add(id);
  }

  /** Rows of a window after a position, ordered by time and id. */
  page(
    { since, until }: { since: number; until: number },
    after: [number, string] | null,
    size: number,
    wanted: (row: Row) => boolean,
  ): Row[] {
    return [...this.rows.values()]
      .filter((row) => row.updatedAt >= since && row.updatedAt < until && wanted(row))
      .filter((row) => after === null || isBehind(row, after))
      .sort((a, b) => compare([a.updatedAt, a.id], [b.updatedAt, b.id]))
      .slice(0, size)
      .map((row) => ({ ...row }));
  }
}

function compare(a: readonly [number, string], b: readonly [number, string]): number {
  return a[0] - b[0] || (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0);
}

/** Whether a row follows a position in the order of time and id. */
export function isBehind({ updatedAt, id }: Row, place: [number, string]): boolean {
  return compare([updatedAt, id], place) > 0;
}
