/**
 * Group commit: writes that are asked for together share one transaction, since each commit waits for the disk. A write
 * is still atomic, in its savepoint, and resolves after the commit only.
 */
import { SpmError } from '../../../errors.js';
import type { Database } from './driver.js';
import { isLocked } from './patience.js';

interface Write {
  act: () => unknown;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

type Result = { value: unknown } | { error: unknown };

export class Writes {
  readonly #once: (act: () => unknown) => unknown;
  readonly #together: (writes: readonly Write[]) => Result[];
  readonly #patiently: <T>(act: () => T) => Promise<T>;
  #waiting: Write[] = [];
  /** Resolves when all writes are committed; null if there are none. */
  #idle: Promise<void> | null = null;

  /** `patiently` runs a transaction, again while the database is locked. */
  constructor(db: Database, patiently: <T>(act: () => T) => Promise<T>) {
    // Inside a transaction, this one is a savepoint.
    const atomic = db.transaction((act: () => unknown) => act());
    const resultOf = ({ act }: Write): Result => {
      try {
        return { value: atomic(act) };
      } catch (error) {
        // After an error of the database, the whole transaction may be rolled back.
        if (!(error instanceof SpmError && db.inTransaction)) throw error;
        return { error };
      }
    };
    this.#once = atomic.immediate;
    this.#together = db.transaction((writes: readonly Write[]) => writes.map(resultOf)).immediate;
    this.#patiently = patiently;
  }

  /** Resolves once the act is committed; rejects with its error, or that of the commit. */
  add<T>(act: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ act, resolve: resolve as Write['resolve'], reject });
      this.#idle ??= this.#commitAll();
    });
  }

  /** Resolves when all writes so far are committed. */
  async settled(): Promise<void> {
    await this.#idle;
  }

  async #commitAll(): Promise<void> {
    // Code that already runs may add more writes. Later answers must not delay this commit: until it, their records count as in flight.
    await null;
    while (this.#waiting.length > 0) await this.#commit(this.#waiting.splice(0));
    this.#idle = null;
  }

  async #commit(writes: readonly Write[]): Promise<void> {
    const results = writes.length > 1 ? await this.#tryTogether(writes) : null;
    for (const [index, write] of writes.entries())
      settle(write, results?.[index] ?? (await this.#alone(write)));
  }

  /** Returns null if the writes must be tried one by one, so that each fails or succeeds by itself. */
  async #tryTogether(writes: readonly Write[]): Promise<Result[] | null> {
    try {
      return await this.#patiently(() => this.#together(writes));
    } catch (error) {
      return isLocked(error) ? writes.map(() => ({ error })) : null;
    }
  }

  async #alone({ act }: Write): Promise<Result> {
    try {
      return { value: await this.#patiently(() => this.#once(act)) };
    } catch (error) {
      return { error };
    }
  }
}

function settle({ resolve, reject }: Write, result: Result): void {
  if ('error' in result) reject(result.error);
  else resolve(result.value);
}
