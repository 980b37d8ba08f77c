/**
 * Named copies of all data of the API, in the same file or memory. Each table is copied to a table of its own, in one
 * transaction. The platform's installations are not copied: their connectors already know what happened, and a revoked
 * key must not come back.
 */

import { badRequest, notFound } from '../refusal.js';
import type { Sandbox } from '../sandbox.js';

export interface Snapshot {
  name: string;
  /** ISO-8601 UTC. */
  at: string;
}

const NAME = /^[\w.-]{1,64}$/;

export class Snapshots {
  readonly #sandbox: Sandbox;

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
    sandbox.db.exec(
      'CREATE TABLE IF NOT EXISTS snapshots (id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL, at TEXT NOT NULL)',
    );
  }

  /** Oldest first. */
  list(): Snapshot[] {
    return this.#sandbox.db
      .prepare('SELECT name, at FROM snapshots ORDER BY id')
      .all() as Snapshot[];
  }

  /** Replaces an earlier snapshot with that name. Throws 400 for an invalid name. */
  take(name: string): Snapshot {
    if (!NAME.test(name)) {
      throw badRequest(['name must be 1 to 64 letters, digits, dots, hyphens or underscores']);
    }
    const { db } = this.#sandbox;
    const at = this.#sandbox.timestamp();
    this.#sandbox.transaction(() => {
      if (this.#find(name) !== undefined) this.remove(name);
      const { lastInsertRowid: id } = db
        .prepare('INSERT INTO snapshots (name, at) VALUES (?, ?)')
        .run(name, at);
      for (const table of this.#tables()) {
        db.exec(`CREATE TABLE ${copyOf(id, table)} AS SELECT * FROM ${table}`);
      }
    });
    return { name, at };
  }

  /** Later writes are removed, also for readers. Throws 404. */
  restore(name: string): void {
    const { db } = this.#sandbox;
    this.#sandbox.transaction(() => {
      const id = this.#id(name);
      for (const table of this.#tables()) {
        db.exec(`DELETE FROM ${table}`);
        // A table that the snapshot lacks, because a newer version added it, is emptied.
        const columns = db.pragma(`table_info(${copyOf(id, table)})`) as { name: string }[];
        if (columns.length === 0) continue;
        const names = columns.map((column) => `"${column.name}"`);
        db.exec(`INSERT INTO ${table} (${names}) SELECT ${names} FROM ${copyOf(id, table)}`);
      }
      this.#sandbox.readDelay.catchUp();
    });
  }

  /** Throws 404. */
  remove(name: string): void {
    const { db } = this.#sandbox;
    this.#sandbox.transaction(() => {
      const id = this.#id(name);
      for (const table of this.#tables()) db.exec(`DROP TABLE IF EXISTS ${copyOf(id, table)}`);
      db.prepare('DELETE FROM snapshots WHERE id = ?').run(id);
    });
  }

  /**
   * All tables, quoted, except those of the key, the platform and the snapshots; with SQLite's own table of used ids.
   */
  #tables(): string[] {
    const names = this.#sandbox.db
      .prepare(
        `SELECT name FROM main.sqlite_schema WHERE type = 'table'
           AND name NOT IN ('sandbox', 'snapshots')
           AND name NOT LIKE 'snapshot %' AND name NOT GLOB 'platform_*'`,
      )
      .pluck()
      .all() as string[];
    // Restored rows count as used ids, so the used ids are restored last.
    const given = names.filter((name) => name === 'sqlite_sequence');
    return [...names.filter((name) => name !== 'sqlite_sequence'), ...given].map(
      (name) => `"${name}"`,
    );
  }

  #id(name: string): number {
    const id = this.#find(name);
    if (id === undefined) throw notFound(`There is no snapshot ${name}`);
    return id;
  }

  #find(name: string): number | undefined {
    return this.#sandbox.db.prepare('SELECT id FROM snapshots WHERE name = ?').pluck().get(name) as
      | number
      | undefined;
  }
}

const copyOf = (id: number | bigint, table: string): string =>
  `"snapshot ${id} ${table.slice(1, -1)}"`;
