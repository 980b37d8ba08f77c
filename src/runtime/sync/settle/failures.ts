import { endsRun, errorLine } from '../errors.js';

/** What went wrong in a step and is not made good, also where the step's code swallowed it. */
export class Failures {
  /** What ended the run. */
  fatal: unknown = null;
  /** Items of failed requests that no later one settled, by identity, with the error. */
  private readonly unsettled = new Map<unknown, unknown>();

  /** Keeps an error that ends the run. */
  note(error: unknown): void {
    if (endsRun(error)) this.fatal ??= error;
  }

  /** These could not be settled. Gives how many of them had failed before. */
  add(items: readonly unknown[], error: unknown): number {
    const again = items.filter((item) => this.unsettled.has(item)).length;
    for (const item of items) this.unsettled.set(item, error);
    return again;
  }

  /** These are settled now. Gives how many of them had failed before. */
  settle(items: readonly unknown[]): number {
    return this.unsettled.size === 0
      ? 0
      : items.filter((item) => this.unsettled.delete(item)).length;
  }

  /** Throws the error of the first of these that is not settled. */
  assertSettled(items: Iterable<unknown> = this.unsettled.keys()): void {
    for (const item of items) if (this.unsettled.has(item)) throw this.unsettled.get(item);
  }

  /** The first error that is not made good, or null. */
  get first(): unknown {
    for (const error of this.unsettled.values()) return error;
    return this.fatal;
  }

  /** Why the step must not be taken for clean, whatever it says itself; null when it may. */
  problem(): string | null {
    if (this.first === null) return null;
    const line = errorLine(this.first);
    const { size } = this.unsettled;
    return size === 0
      ? line
      : `${size} ${size === 1 ? 'item is' : 'items are'} not settled: ${line}`;
  }
}
