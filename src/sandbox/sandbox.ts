/** The parts that the resources of one sandbox share: tables, clock, transactions. */

import type { Db } from './database.js';
import { ReadDelay } from './faults/read-delay.js';
import { Table, type TableSpec } from './table.js';

export class Sandbox {
  readonly db: Db;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly tables = new Map<string, Table>();
  readonly readDelay: ReadDelay;

  constructor(db: Db, now: () => number) {
    this.db = db;
    this.now = now;
    this.readDelay = new ReadDelay(db, now);
  }

  /** The table of that name; created if it is missing. */
  table(spec: TableSpec): Table {
    const known = this.tables.get(spec.name);
    if (known !== undefined) return known;
    const table = new Table(this.db, spec, () => this.readDelay.rows(spec.name));
    this.tables.set(spec.name, table);
    if (spec.queued) this.readDelay.watch(spec);
    return table;
  }

  /** All or nothing, and exclusive: another process with the same file waits. */
  transaction<T>(work: () => T): T {
    this.readDelay.forget();
    return this.db.transaction(work).immediate();
  }

  /** ISO-8601 UTC with milliseconds. */
  timestamp(): string {
    return new Date(this.now()).toISOString();
  }
}
