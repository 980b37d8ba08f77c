/** The installations and their deliveries, in the sandbox's file. */

import { createHash } from 'node:crypto';
import type { Db } from '../database.js';
import { type Delivery, type Installation, isKeyActive, type Status } from './installation.js';

/** The number of deliveries kept per installation. */
const KEPT_DELIVERIES = 100;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS platform_installation (
    id TEXT PRIMARY KEY, key_hash TEXT UNIQUE, status TEXT NOT NULL, body TEXT NOT NULL
  );
  CREATE TABLE IF NOT EXISTS platform_delivery (
    id INTEGER PRIMARY KEY AUTOINCREMENT, installation TEXT NOT NULL, body TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS platform_delivery_installation
    ON platform_delivery (installation, id);`;

export type NewDelivery = Omit<Delivery, 'id'>;

/** Separate from the sandbox's tables, whose rows anyone may list, because these contain secrets. */
export class InstallationStore {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
    db.exec(SCHEMA);
  }

  /**
   * Whether the key belongs to an installation that may use the API. Read from the file each time, because another
   * process may share the file; compared by hash, so that the time it takes reveals nothing about the keys.
   */
  keyLookup(): (key: string) => boolean {
    const find = this.#db
      .prepare('SELECT status FROM platform_installation WHERE key_hash = ?')
      .pluck();
    return (key) => {
      const status = find.get(hash(key)) as Status | undefined;
      return status !== undefined && isKeyActive(status);
    };
  }

  /** In order of creation. */
  list(): Installation[] {
    const rows = this.#db.prepare('SELECT body FROM platform_installation ORDER BY rowid');
    return rows
      .pluck()
      .all()
      .map(parse<Installation>);
  }

  get(id: string): Installation | undefined {
    const row = this.#db.prepare('SELECT body FROM platform_installation WHERE id = ?');
    const body = row.pluck().get(id);
    return body === undefined ? undefined : parse<Installation>(body);
  }

  save(installation: Installation): void {
    const { id, key, status } = installation;
    this.#db
      .prepare(
        `INSERT INTO platform_installation (id, key_hash, status, body) VALUES (?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET
           key_hash = excluded.key_hash, status = excluded.status, body = excluded.body`,
      )
      .run(id, key === null ? null : hash(key), status, JSON.stringify(installation));
  }

  remove(id: string): void {
    this.#db.prepare('DELETE FROM platform_delivery WHERE installation = ?').run(id);
    this.#db.prepare('DELETE FROM platform_installation WHERE id = ?').run(id);
  }

  /** Oldest first. */
  deliveries(id: string): Delivery[] {
    const rows = this.#db
      .prepare('SELECT id, body FROM platform_delivery WHERE installation = ? ORDER BY id')
      .all(id) as { id: number; body: string }[];
    return rows.map((row) => ({ id: row.id, ...parse<NewDelivery>(row.body) }));
  }

  addDelivery(installation: string, delivery: NewDelivery): Delivery {
    const { lastInsertRowid } = this.#db
      .prepare('INSERT INTO platform_delivery (installation, body) VALUES (?, ?)')
      .run(installation, JSON.stringify(delivery));
    this.#db
      .prepare(
        `DELETE FROM platform_delivery WHERE installation = @installation AND id <= (
           SELECT id FROM platform_delivery WHERE installation = @installation
           ORDER BY id DESC LIMIT 1 OFFSET ${KEPT_DELIVERIES})`,
      )
      .run({ installation });
    return { id: Number(lastInsertRowid), ...delivery };
  }
}

/** The installation of the key, whether or not the key works now. */
export function installationOfKey(db: Db, key: string): Installation | undefined {
  const row = db.prepare('SELECT body FROM platform_installation WHERE key_hash = ?');
  const body = row.pluck().get(hash(key));
  return body === undefined ? undefined : parse<Installation>(body);
}

/** Part of a reset of the sandbox. */
export function removeInstallations(db: Db): void {
  db.exec('DELETE FROM platform_delivery; DELETE FROM platform_installation');
}

const hash = (key: string): string => createHash('sha256').update(key).digest('base64');

const parse = <T>(body: unknown): T => JSON.parse(String(body)) as T;
