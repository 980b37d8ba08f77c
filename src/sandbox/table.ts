/** One table of the sandbox: an id, key columns, and the rest as JSON. */

import type { Statement } from 'better-sqlite3';
import type { Db } from './database.js';
import type { Item } from './fields.js';

export interface TableSpec {
  name: string;
  /** Columns that are unique together. Null is never equal to null. */
  key: readonly string[];
  /** Further columns, each with an index. */
  columns?: readonly string[];
  /** Clients see ids, so an id is never used again. */
  lastingIds?: boolean;
  /** Written through the API's queue: readers see rows only after the read delay. */
  queued?: boolean;
}

export interface Row {
  id: number;
  body: Item;
}

interface StoredRow {
  id: number;
  body: string;
}

export type Cell = string | null;

/** A condition in SQL and its parameters. */
export interface Where {
  sql: string;
  values: readonly (string | number)[];
}

export interface Selection {
  where: readonly Where[];
  orderBy: string;
  limit: number;
  offset: number;
}

/** A row to write. Its cells are the key columns, then the other columns. */
export interface NewRow {
  cells: readonly Cell[];
  body: Item;
}

/** The results of upserts. */
export interface Upserted {
  /** Equal rows are not written. */
  written: number;
  /** How many of those rows had a new key. */
  inserted: number;
}

/** The maximum number of rows in one statement. */
const BATCH = 50;

/** Writes many rows with few statements; each number of rows has its own statement. */
class Batches {
  readonly #db: Db;
  readonly #sql: (rows: number) => string;
  readonly #statements = new Map<number, Statement>();

  constructor(db: Db, sql: (rows: number) => string) {
    this.#db = db;
    this.#sql = sql;
  }

  /** Returns how many rows changed. */
  run(rows: readonly NewRow[]): number {
    let changes = 0;
    for (let from = 0; from < rows.length; from += BATCH) {
      const batch = rows.slice(from, from + BATCH);
      const values: Cell[] = [];
      for (const { cells, body } of batch) values.push(...cells, JSON.stringify(body));
      changes += this.#statement(batch.length).run(values).changes;
    }
    return changes;
  }

  #statement(rows: number): Statement {
    const known = this.#statements.get(rows);
    if (known !== undefined) return known;
    const statement = this.#db.prepare(this.#sql(rows));
    this.#statements.set(rows, statement);
    return statement;
  }
}

/** Reads a table, or a view of one. */
export class Rows {
  /** The quoted name to select from. */
  readonly source: string;
  readonly #db: Db;
  readonly #byColumn = new Map<string, Statement>();

  constructor(db: Db, source: string) {
    this.#db = db;
    this.source = source;
  }

  /** The oldest row with this value. */
  firstBy(column: string, value: string | number): Row | undefined {
    let statement = this.#byColumn.get(column);
    if (statement === undefined) {
      statement = this.#db.prepare(
        `SELECT id, body FROM ${this.source} WHERE ${column} = ? ORDER BY id LIMIT 1`,
      );
      this.#byColumn.set(column, statement);
    }
    return parse(statement.get(value) as StoredRow | undefined);
  }

  count(conditions: readonly Where[] = []): number {
    const { sql, values } = allOf(conditions);
    return this.#db
      .prepare(`SELECT count(*) FROM ${this.source} AS t ${sql}`)
      .pluck()
      .get(...values) as number;
  }

  select({ where, orderBy, limit, offset }: Selection): Row[] {
    const { sql, values } = allOf(where);
    const rows = this.#db
      .prepare(
        `SELECT id, body FROM ${this.source} AS t ${sql} ORDER BY ${orderBy} LIMIT ? OFFSET ?`,
      )
      .all(...values, limit, offset) as StoredRow[];
    return rows.map((row) => ({ id: row.id, body: JSON.parse(row.body) as Item }));
  }
}

export class Table extends Rows {
  readonly name: string;
  readonly #db: Db;
  readonly #sql: string;
  readonly #key: readonly string[];
  readonly #insert: Statement;
  readonly #upserts: Batches;
  readonly #insertsOfNew: Batches;
  readonly #byKey: Statement | undefined;
  #byKeys: Statement | undefined;
  readonly #byId: Statement;
  readonly #maxId: Statement;
  readonly #update: Statement;
  readonly #remove: Statement;

  readonly #delayed: () => Rows | undefined;

  /** `delayed` returns the view for readers if they do not read the table itself. */
  constructor(db: Db, spec: TableSpec, delayed: () => Rows | undefined = () => undefined) {
    super(db, `"${spec.name}"`);
    this.name = spec.name;
    this.#db = db;
    this.#sql = this.source;
    this.#key = spec.key;
    this.#delayed = delayed;
    const columns = [...spec.key, ...(spec.columns ?? [])];
    createTable(db, spec, columns);

    const names = [...columns, 'body'];
    const into = `INSERT INTO ${this.#sql} (${names}) VALUES `;
    const values = `(${names.map(() => '?')})`;
    this.#insert = db.prepare(into + values);
    const replaced = names.filter((name) => !spec.key.includes(name));
    const replace = `ON CONFLICT (${spec.key}) DO UPDATE SET ${replaced.map((n) => `${n} = excluded.${n}`)} WHERE body IS NOT excluded.body`;
    this.#upserts = new Batches(db, (rows) => `${into}${Array(rows).fill(values)} ${replace}`);
    this.#insertsOfNew = new Batches(
      db,
      (rows) => `${into}${Array(rows).fill(values)} ON CONFLICT DO NOTHING`,
    );
    if (spec.key.length > 0) {
      this.#byKey = db.prepare(
        `SELECT id, body FROM ${this.#sql} WHERE ${spec.key.map((k) => `${k} = ?`).join(' AND ')}`,
      );
    }
    this.#byId = db.prepare(`SELECT id, body FROM ${this.#sql} WHERE id = ?`);
    this.#maxId = db.prepare(`SELECT ifnull(max(id), 0) FROM ${this.#sql}`).pluck();
    this.#update = db.prepare(
      `UPDATE ${this.#sql} SET ${names.map((n) => `${n} = ?`)} WHERE id = ?`,
    );
    this.#remove = db.prepare(`DELETE FROM ${this.#sql} WHERE id = ?`);
  }

  /** The rows as readers see them, which lags behind writes during a read delay. */
  get visible(): Rows {
    return this.#delayed() ?? this;
  }

  /** Inserts a row and returns its id. The cells are the key columns, then the other columns. */
  insert(cells: readonly Cell[], body: Item): number {
    return Number(this.#insert.run(...cells, JSON.stringify(body)).lastInsertRowid);
  }

  /**
   * Inserts a row, or replaces the row with the same key. The body determines the cells, so an equal body writes
   * nothing.
   */
  upsert(cells: readonly Cell[], body: Item): void {
    this.upsertAll([{ cells, body }]);
  }

  /** Upserts each row; if two have the same key, the later one wins. Together they take fewer statements. */
  upsertAll(rows: readonly NewRow[]): Upserted {
    const last = this.#lastId();
    const written = this.#upserts.run(rows);
    return { written, inserted: this.#lastId() - last };
  }

  /** Inserts each row with a new key, and the first of two with the same key. Returns how many. */
  insertNew(rows: readonly NewRow[]): number {
    return this.#insertsOfNew.run(rows);
  }

  /** The bodies of the rows that have one of these keys; only for tables whose key is one column. */
  bodiesByKey(keys: readonly string[]): Map<string, Item> {
    this.#byKeys ??= this.#db.prepare(
      `SELECT ${this.#key} AS key, body FROM ${this.#sql} WHERE ${this.#key} IN (SELECT value FROM json_each(?))`,
    );
    const rows = this.#byKeys.all(JSON.stringify(keys)) as { key: string; body: string }[];
    return new Map(rows.map(({ key, body }) => [key, JSON.parse(body) as Item]));
  }

  #lastId(): number {
    return this.#maxId.get() as number;
  }

  replace(id: number, cells: readonly Cell[], body: Item): void {
    this.#update.run(...cells, JSON.stringify(body), id);
  }

  find(...key: Cell[]): Row | undefined {
    return parse(this.#byKey?.get(...key) as StoredRow | undefined);
  }

  get(id: number): Row | undefined {
    return parse(this.#byId.get(id) as StoredRow | undefined);
  }

  remove(id: number): boolean {
    return this.#remove.run(id).changes > 0;
  }

  removeWhere(conditions: readonly Where[]): number {
    const { sql, values } = allOf(conditions);
    return this.#db.prepare(`DELETE FROM ${this.#sql} ${sql}`).run(...values).changes;
  }
}

function createTable(db: Db, spec: TableSpec, columns: readonly string[]): void {
  const id = `id INTEGER PRIMARY KEY${spec.lastingIds ? ' AUTOINCREMENT' : ''}`;
  const unique = spec.key.length > 0 ? [`UNIQUE (${spec.key})`] : [];
  const definition = [id, ...columns.map((c) => `${c} TEXT`), 'body TEXT NOT NULL', ...unique];
  db.exec(`CREATE TABLE IF NOT EXISTS "${spec.name}" (${definition})`);
  for (const column of spec.columns ?? []) {
    // Null is never searched, so rows without a value need no index entry.
    db.exec(
      `CREATE INDEX IF NOT EXISTS "${spec.name} ${column}" ON "${spec.name}" (${column}) WHERE ${column} IS NOT NULL`,
    );
  }
}

function allOf(conditions: readonly Where[]): Where {
  if (conditions.length === 0) return { sql: '', values: [] };
  return {
    sql: `WHERE ${conditions.map((c) => `(${c.sql})`).join(' AND ')}`,
    values: conditions.flatMap((c) => c.values),
  };
}

function parse(row: StoredRow | undefined): Row | undefined {
  return row && { id: row.id, body: JSON.parse(row.body) as Item };
}
