/** Who holds a record last: the next one waits for that. */
export interface Hold {
  /** Resolves when everything that held one of the records before has let go. */
  ready: Promise<unknown>;
  release(): void;
}

export class Holders {
  private readonly last = new Map<string, Promise<void>>();
  private readonly all = new Set<Promise<void>>();
  /** The last holder whose records are not known: everything after it waits. */
  private barrier: Promise<void> | undefined;

  /** Takes hold of records by their names; null when one of them is not known. */
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

  /** Resolves when nobody who holds one of these now does so any more. */
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
