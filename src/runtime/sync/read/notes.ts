/** Counts irregularities of a stream that users should know: duplicate keys, and items outside the window. */
import { Seen } from '../../../connector/seen.js';
import { number } from '../../../digits.js';
import type { TimeSpan } from '../../../time.js';
import { iso } from '../../iso.js';

/** How many duplicate keys are named. */
const EXAMPLES = 5;
/** An item dated up to a day ahead can result from clocks and time zones; a later one is a mistake. */
const DAY = 24 * 60 * 60 * 1000;

export interface Duplicates {
  /** Records whose key was read before in this run. */
  count: number;
  /** The first few of these keys. */
  keys: string[];
}

export class StreamNotes {
  readonly duplicates: Duplicates = { count: 0, keys: [] };
  /** Items outside the window, which are skipped. */
  outside = 0;
  private readonly seen = new Seen();
  private future = 0;
  private latest = Number.NEGATIVE_INFINITY;

  constructor(private readonly keyOf: ((record: unknown) => string | null) | undefined) {}

  record(record: object): void {
    const key = this.keyOf?.(record) ?? null;
    if (key === null || this.seen.add(key)) return;
    const { duplicates } = this;
    duplicates.count++;
    if (duplicates.keys.length < EXAMPLES && !duplicates.keys.includes(key))
      duplicates.keys.push(key);
  }

  leftOut({ from }: TimeSpan, until: Date): void {
    this.outside++;
    if (from.getTime() < until.getTime() + DAY) return;
    this.future++;
    this.latest = Math.max(this.latest, from.getTime());
  }

  warnings(): string[] {
    return [...duplicatesText(this.duplicates), ...futureText(this.future, this.latest)];
  }
}

function duplicatesText({ count, keys }: Duplicates): string[] {
  if (count === 0) return [];
  const have = count === 1 ? '1 record has' : `${number(count)} records have`;
  return [
    `${have} a key that already occurred in this run, such as ${keys.join(', ')}: the last one read counts`,
  ];
}

function futureText(count: number, latest: number): string[] {
  if (count === 0) return [];
  const are = count === 1 ? '1 item is' : `${number(count)} items are`;
  return [
    `${are} dated in the future, up to ${iso(latest)}, and skipped until then: correct the dates at the partner`,
  ];
}
