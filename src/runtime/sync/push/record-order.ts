/**
 * The order in which versions of a record reach the API within a step: the last version read wins. Rule W5. At most
 * one request in flight holds a record; the next one waits. When pushes overlap, a version older than one already
 * handed over is not sent.
 */
import type { InFlight } from '../in-flight.js';
import { InDoubt } from '../ledger/in-doubt/in-doubt.js';
import { type KeyedItem, recordOf } from './batches/identity.js';

export class RecordOrder {
  /** The newest push that handed over each record; kept while older pushes may still hand it over. */
  private readonly newest = new Map<string, number>();

  constructor(
    private readonly inFlight: InFlight,
    /** Versions whose request ended without an answer. */
    readonly inDoubt: InDoubt = new InDoubt(),
  ) {}

  /** Reserves the place of a request in the order. `names` are those of its records; null when a record has none. */
  enter(names: readonly string[] | null) {
    return this.inFlight.held.requests.hold(names);
  }

  /** Drops items whose record a later push already handed over. */
  newestOf(items: readonly KeyedItem[], push: number): KeyedItem[] {
    return items.filter(({ names }) => {
      const record = recordOf(names);
      return record === null || this.claim(record, push);
    });
  }

  /** Records without a key cannot be compared, so their pushes run one after another. Null: this push may go now. */
  turnOf(push: number, areKnown: () => boolean): Promise<unknown> | null {
    const earlier = this.inFlight.ended(
      (work) => work.kind === 'push' && work.push !== null && work.push < push,
    );
    return earlier === null || areKnown() ? null : earlier;
  }

  /** All earlier pushes have ended, so their records need no entry. */
  forgetBefore(push: number): void {
    for (const [record, by] of this.newest) if (by < push) this.newest.delete(record);
  }

  /** Records that a push hands over a record. Returns false when a later push already did: this version is stale. */
  claim(record: string, push: number): boolean {
    if ((this.newest.get(record) ?? -1) > push) return false;
    this.newest.set(record, push);
    return true;
  }
}

/** Keeps the last version of each record of a batch, in reading order. */
export function lastVersions<E extends { key: string | null }>(entries: readonly E[]): E[] {
  const last = new Map(entries.map((entry) => [entry.key, entry]));
  return entries.filter((entry) => entry.key === null || last.get(entry.key) === entry);
}
