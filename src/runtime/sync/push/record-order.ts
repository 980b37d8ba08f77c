/**
 * In which order versions of one record reach the API, within a step: the last one that was read wins. Rule W5.
 *
 * At most one request in flight holds a record; the next waits for it. Where pushes overlap, a version that is older
 * than one already handed over is not sent any more.
 */
import type { KeyedItem } from './batches.js';
import { jsonText } from './json-text.js';

/** A version of a record; of its names the first is the one that the API goes by. */
export type Version = Pick<KeyedItem, 'names' | 'item'>;

export interface Turn {
  /** Resolves when every earlier request with one of the records has ended. */
  ready: Promise<unknown>;
  /** To be called when this one has ended. */
  done(): void;
}

export class RecordOrder {
  /** The end of the last request with each record. */
  private readonly ends = new Map<string, Promise<void>>();
  private readonly open = new Set<Promise<void>>();
  /** The end of the last request whose records are not known: everything after it waits. */
  private barrier: Promise<void> | undefined;
  /** The newest push that handed over each record, while older pushes may still hand over theirs. */
  private readonly newest = new Map<string, number>();

  /** Versions that may still arrive, although their request has ended: until when, and which. */
  private readonly suspects = new Map<string, { until: number; version: string | null }>();

  /** Notes that a request ended without an answer: its version of the record may arrive until then. */
  suspect({ names: [name], item }: Version, until: number): void {
    if (name !== undefined) this.suspects.set(name, { until, version: jsonText(item) });
  }

  /** Until when these versions must wait, so that none that was sent before can arrive after them. */
  heldUntil(versions: readonly Version[]): number {
    if (this.suspects.size === 0) return 0;
    const ends = versions.map(({ names: [name], item }) => {
      const suspect = name === undefined ? undefined : this.suspects.get(name);
      return suspect && suspect.version !== jsonText(item) ? suspect.until : 0;
    });
    return Math.max(0, ...ends);
  }

  /** Takes the place of a request in the order. `names` are of its records; null when one is not known. */
  enter(names: readonly string[] | null): Turn {
    let finish = () => {};
    const end = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const ready = Promise.all(names === null ? [...this.open] : this.before(names));
    this.open.add(end);
    if (names === null) this.barrier = end;
    else for (const name of names) this.ends.set(name, end);
    return { ready, done: () => this.leave(names, end, finish) };
  }

  private before(names: readonly string[]): Promise<void>[] {
    const ends = names.flatMap((name) => this.ends.get(name) ?? []);
    return this.barrier ? [this.barrier, ...new Set(ends)] : [...new Set(ends)];
  }

  private leave(names: readonly string[] | null, end: Promise<void>, finish: () => void): void {
    this.open.delete(end);
    if (this.barrier === end) this.barrier = undefined;
    for (const name of names ?? []) if (this.ends.get(name) === end) this.ends.delete(name);
    finish();
  }

  /** Notes that a push hands over a record. False when a later push did so already: this version is stale. */
  claim(record: string, push: number): boolean {
    if ((this.newest.get(record) ?? -1) > push) return false;
    this.newest.set(record, push);
    return true;
  }

  /** Every push before this one has ended: what they handed over needs no note any more. */
  forgetBefore(push: number): void {
    for (const [record, by] of this.newest) if (by < push) this.newest.delete(record);
  }
}
