/** What was handed to `sendBulk` by one push: on its way, and what came of it that is not made good. */
export class Sends {
  private readonly running = new Set<Promise<unknown>>();
  /** By identity. */
  private readonly failed = new Set<unknown>();

  begin(sending: Promise<unknown>): void {
    const ended: Promise<unknown> = sending
      .catch(() => {})
      .finally(() => this.running.delete(ended));
    this.running.add(ended);
  }

  fail(items: Iterable<unknown>): void {
    for (const item of items) this.failed.add(item);
  }

  /** Resolves when all have ended, to what failed. */
  async ended(): Promise<ReadonlySet<unknown>> {
    while (this.running.size > 0) await Promise.all(this.running);
    return this.failed;
  }
}
