/** Remembers who holds each record, so that the next holder waits. */
export interface Hold {
  /** Resolves when all earlier holders of these records have released them. */
  ready: Promise<unknown>;
  release(): void;
}

export class Holders {
  private readonly last = new Map<string, Promise<void>>();
  private readonly all = new Set<Promise<void>>();
  /** The last holder with an unknown record: everything after it waits. */
  private barrier: Promise<void> | undefined;

  /** Holds records by their names. Null when a record has no name: then everything is held. */
  hold(names: readonly string[] | null): Hold {
    let release = () => {};
    const end = new Promise<void>((resolve) => {
      release = resolve;
    });
    const ready = this.free(names);
    this.all.add(end);
    if (names === null) this.barrier = end;
    else for (const name of names) this.last.set(name, end);
    return {
      ready,
      release: () => {
        this.forget(names ?? [], end);
        release();
      },
    };
  }

  /** Resolves when the current holders of these records have released them. */
  free(names: readonly string[] | null): Promise<unknown> {
    if (names === null) return Promise.all(this.all);
    const ends = names.flatMap((name) => this.last.get(name) ?? []);
    return Promise.all(this.barrier ? [this.barrier, ...new Set(ends)] : new Set(ends));
  }

  private forget(names: readonly string[], end: Promise<void>): void {
    this.all.delete(end);
    if (this.barrier === end) this.barrier = undefined;
    for (const name of names) if (this.last.get(name) === end) this.last.delete(name);
  }
}
