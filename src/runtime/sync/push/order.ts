/**
 * In which order versions of one record reach the API, within a step: the last one that was read wins. Rule W5.
 *
 * At most one request in flight holds a record; the next waits for it. Where pushes overlap, a version that is older
 * than one already handed over is not sent any more.
 */
import type { InFlight } from '../in-flight.js';
import { InDoubt } from '../ledger/in-doubt/in-doubt.js';
import { type KeyedItem, recordOf } from './batches/identity.js';

export class RecordOrder {
  /** The newest push that handed over each record, while older pushes may still hand over theirs. */
  private readonly newest = new Map<string, number>();

  constructor(
    private readonly inFlight: InFlight,
    /** Versions whose request ended without an answer. */
    readonly inDoubt: InDoubt = new InDoubt(),
  ) {}

  /** Takes the place of a request in the order. `names` are of its records; null when one is not known. */
  enter(names: readonly string[] | null) {
    return this.inFlight.held.requests.hold(names);
  }

  /** Those of the items that no later push has handed over before: only the newest version goes out. */
  newestOf(items: readonly KeyedItem[], push: number): KeyedItem[] {
    return items.filter(({ names }) => {
      const record = recordOf(names);
      return record === null || this.claim(record, push);
    });
  }

  /** Of what has no known identity, the newest version cannot be told: pushes go one after another. Null: it may go. */
  turnOf(push: number, areKnown: () => boolean): Promise<unknown> | null {
    const earlier = this.inFlight.ended(
      (work) => work.kind === 'push' && work.push !== null && work.push < push,
    );
    return earlier === null || areKnown() ? null : earlier;
  }

  /** Every push before this one has ended: what they handed over needs no note any more. */
  forgetBefore(push: number): void {
    for (const [record, by] of this.newest) if (by < push) this.newest.delete(record);
  }

  /** Notes that a push hands over a record. False when a later push did so already: this version is stale. */
  claim(record: string, push: number): boolean {
    if ((this.newest.get(record) ?? -1) > push) return false;
    this.newest.set(record, push);
    return true;
  }
}

/** The last version of each record of one batch, in the order of reading. */
export function lastVersions<E extends { key: string | null }>(entries: readonly E[]): E[] {
  const last = new Map(entries.map((entry) => [entry.key, entry]));
  return entries.filter((entry) => entry.key === null || last.get(entry.key) === entry);
}
