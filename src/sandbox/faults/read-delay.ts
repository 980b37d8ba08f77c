/**
 * Delays writes for readers, like the queue of the API. Tables hold new rows at once, so checks, keys and conflicts
 * need no special care. For each delayed table, triggers keep the old version of every row that changed within the
 * delay; readers get a view in which the old versions replace the new ones. All of it is temporary: it belongs to this
 * connection, and after a restart everything is visible.
 */

import type { Statement } from 'better-sqlite3';
import type { Db } from '../database.js';
import { Rows, type TableSpec } from '../table.js';

export class ReadDelay {
  readonly #db: Db;
  readonly #now: () => number;
  readonly #watched = new Map<string, { spec: TableSpec; rows: Rows }>();
  #forgetting: Statement[] = [];
  #ms = 0;
  #immediate = false;

  constructor(db: Db, now: () => number) {
    this.#db = db;
    this.#now = now;
  }

  get ms(): number {
    return this.#ms;
  }

  /** 0 ends the delay: all rows are visible. */
  set(ms: number): void {
    if (ms > 0 && this.#ms === 0) {
      this.#db.function('sandbox_now', () => Math.floor(this.#now()));
      this.#db.function('sandbox_queued', () => (this.#immediate ? 0 : 1));
      for (const { spec } of this.#watched.values()) this.#start(spec);
    }
    if (ms === 0 && this.#ms > 0) {
      this.#forgetting = [];
      for (const { spec } of this.#watched.values()) this.#db.exec(endSql(spec));
    }
    this.#ms = ms;
  }

  /** Delays reads from an existing table. */
  watch(spec: TableSpec): void {
    this.#watched.set(spec.name, { spec, rows: new Rows(this.#db, view(spec)) });
    if (this.#ms > 0) this.#start(spec);
  }

  /** The view that readers use for a table; undefined when they use the table itself. */
  rows(name: string): Rows | undefined {
    if (this.#ms === 0) return undefined;
    this.forget();
    return this.#watched.get(name)?.rows;
  }

  /** The rows that `work` writes are visible at once, as for a route that answers with its written rows. */
  immediately<T>(work: () => T): T {
    this.#immediate = true;
    try {
      return work();
    } finally {
      this.#immediate = false;
    }
  }

  /** Deletes old versions that are older than the delay. */
  forget(): void {
    for (const statement of this.#forgetting) statement.run(this.#now() - this.#ms);
  }

  /** Makes all rows visible. */
  catchUp(): void {
    for (const statement of this.#forgetting) statement.run(Number.MAX_SAFE_INTEGER);
  }

  #start(spec: TableSpec): void {
    this.#db.exec(startSql(spec));
    this.#forgetting.push(this.#db.prepare(`DELETE FROM temp.${past(spec)} WHERE at <= ?`));
  }
}

const past = ({ name }: TableSpec): string => `"${name} past"`;
const view = ({ name }: TableSpec): string => `"${name} seen"`;
const columnsOf = ({ key, columns = [] }: TableSpec): string[] => [...key, ...columns, 'body'];

/** In `past`, a null body stands for a row that did not exist. */
function startSql(spec: TableSpec): string {
  const table = `main."${spec.name}"`;
  const columns = columnsOf(spec);
  const old = columns.map((column) => `OLD.${column}`);
  return `
    CREATE TEMP TABLE ${past(spec)} (seq INTEGER PRIMARY KEY, at INTEGER, id INTEGER, ${columns});
    CREATE INDEX temp."${spec.name} past id" ON ${past(spec)} (id, seq);
    CREATE INDEX temp."${spec.name} past at" ON ${past(spec)} (at);
    CREATE TEMP TRIGGER "${spec.name} inserted" AFTER INSERT ON ${table} BEGIN
      INSERT INTO ${past(spec)} (at, id) SELECT sandbox_now(), NEW.id WHERE sandbox_queued();
    END;
    ${(['UPDATE', 'DELETE'] as const)
      .map(
        (change) => `CREATE TEMP TRIGGER "${spec.name} ${change}" AFTER ${change} ON ${table} BEGIN
      INSERT INTO ${past(spec)} (at, id, ${columns})
        SELECT sandbox_now(), OLD.id, ${old} WHERE sandbox_queued();
      DELETE FROM ${past(spec)} WHERE id = OLD.id AND NOT sandbox_queued();
    END;`,
      )
      .join('\n')}
    CREATE TEMP VIEW ${view(spec)} AS
      SELECT id, ${columns} FROM ${table} WHERE id NOT IN (SELECT id FROM ${past(spec)})
      UNION ALL
      SELECT id, ${columns} FROM ${past(spec)} AS p WHERE body IS NOT NULL
        AND seq = (SELECT min(seq) FROM ${past(spec)} AS first WHERE first.id = p.id);`;
}

function endSql(spec: TableSpec): string {
  const triggers = ['inserted', 'UPDATE', 'DELETE'].map(
    (name) => `DROP TRIGGER temp."${spec.name} ${name}";`,
  );
  return `DROP VIEW temp.${view(spec)}; ${triggers.join(' ')} DROP TABLE temp.${past(spec)};`;
}
