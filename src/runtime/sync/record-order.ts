/**
 * In which order versions of one record reach the API, within a step: the last one that was read wins. Rule W5.
 *
 * At most one request in flight holds a record; the next waits for it. Where pushes overlap, a version that is older
 * than one already handed over is not sent any more.
 */

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
  private readonly suspects = new Map<string, { until: number; version: string }>();

  /** Notes that a request ended without an answer: its version of the record may arrive until then. */
  suspect(key: string, item: unknown, until: number): void {
    this.suspects.set(key, { until, version: JSON.stringify(item) });
  }

  /** Until when these versions must wait, so that none that was sent before can arrive after them. */
  heldUntil(items: readonly { key: string | null; item: unknown }[]): number {
    if (this.suspects.size === 0) return 0;
    const ends = items.map(({ key, item }) => {
      const suspect = key === null ? undefined : this.suspects.get(key);
      return suspect && suspect.version !== JSON.stringify(item) ? suspect.until : 0;
    });
    return Math.max(0, ...ends);
  }

  /** Takes the place of a request in the order. `keys` is null when its records are not known. */
  enter(keys: readonly string[] | null): Turn {
    let finish = () => {};
    const end = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const ready = Promise.all(keys === null ? [...this.open] : this.before(keys));
    this.open.add(end);
    if (keys === null) this.barrier = end;
    else for (const key of keys) this.ends.set(key, end);
    return { ready, done: () => this.leave(keys, end, finish) };
  }

  private before(keys: readonly string[]): Promise<void>[] {
    const ends = keys.flatMap((key) => this.ends.get(key) ?? []);
    return this.barrier ? [this.barrier, ...new Set(ends)] : [...new Set(ends)];
  }

  private leave(keys: readonly string[] | null, end: Promise<void>, finish: () => void): void {
    this.open.delete(end);
    if (this.barrier === end) this.barrier = undefined;
    for (const key of keys ?? []) if (this.ends.get(key) === end) this.ends.delete(key);
    finish();
  }

  /** Notes that a push hands over a record. False when a later push did so already: this version is stale. */
  claim(key: string, push: number): boolean {
    if ((this.newest.get(key) ?? -1) > push) return false;
    this.newest.set(key, push);
    return true;
  }

  /** Every push before this one has ended: what they handed over needs no note any more. */
  forgetBefore(push: number): void {
    for (const [key, by] of this.newest) if (by < push) this.newest.delete(key);
  }
}
