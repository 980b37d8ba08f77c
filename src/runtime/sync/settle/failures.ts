import { endsRun, errorLine } from '../errors.js';

/** The errors of a step that no later success made good, including those that the step's code swallowed. */
export class Failures {
  /** The error that ended the run. */
  fatal: unknown = null;
  /** Items of failed requests that no later request settled, by identity, with the error. */
  private readonly unsettled = new Map<unknown, unknown>();

  /** Keeps an error that ends the run. */
  note(error: unknown): void {
    if (endsRun(error)) this.fatal ??= error;
  }

  /** Adds unsettled items. Returns how many of them had failed before. */
  add(items: readonly unknown[], error: unknown): number {
    const again = items.filter((item) => this.unsettled.has(item)).length;
    for (const item of items) this.unsettled.set(item, error);
    return again;
  }

  /** Removes settled items. Returns how many of them had failed before. */
  settle(items: readonly unknown[]): number {
    return this.unsettled.size === 0
      ? 0
      : items.filter((item) => this.unsettled.delete(item)).length;
  }

  /** Throws the error of the first of these items that is not settled. */
  assertSettled(items: Iterable<unknown> = this.unsettled.keys()): void {
    for (const item of items) if (this.unsettled.has(item)) throw this.unsettled.get(item);
  }

  /** The first open error, or null. */
  get first(): unknown {
    for (const error of this.unsettled.values()) return error;
    return this.fatal;
  }

  /** Why the step does not count as clean, regardless of its result; null when it does. */
  problem(): string | null {
    if (this.first === null) return null;
    const line = errorLine(this.first);
    const { size } = this.unsettled;
    return size === 0
      ? line
      : `${size} ${size === 1 ? 'item is' : 'items are'} not settled: ${line}`;
  }
}
