/** The contiguous settled prefix of work that ends out of order: only that may move a position. Rule W3. Pure. */

interface Slot<T> {
  value: T;
  settled: boolean;
}

export class Prefix<T> {
  private slots: Slot<T>[] = [];

  /** Opens a slot behind all others. What it returns marks it as settled and gives what that adds to the prefix. */
  open(value: T): () => T[] {
    const slot = { value, settled: false };
    this.slots.push(slot);
    return () => {
      slot.settled = true;
      return this.take();
    };
  }

  private take(): T[] {
    const end = this.slots.findIndex(({ settled }) => !settled);
    const taken = this.slots.splice(0, end === -1 ? this.slots.length : end);
    return taken.map(({ value }) => value);
  }
}
