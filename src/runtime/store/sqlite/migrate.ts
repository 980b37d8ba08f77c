/**
 * Numbered, forward-only migrations: the tables shared with the ecosystem, and our own. Each is one transaction that
 * checks the version again under the write lock, so two processes may open a new store at once.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { SpmError } from '../../../errors.js';
import { CODE_FOLDER } from '../../../own-files.js';
import type { Database } from './driver.js';
import { toText } from './times.js';

interface Registry {
  table: string;
  folder: URL;
  /** The newest supported version of the ecosystem; newer ones are rejected. */
  accepts: number;
}

interface Migration {
  version: number;
  name: string;
  file: URL;
}

const folder = (name: string) => new URL(`runtime/store/sqlite/migrations/${name}/`, CODE_FOLDER);

const REGISTRIES: readonly Registry[] = [
  // Versions 7 to 9 of the ecosystem add a table and indexes and rewrite times, which works with our code.
  { table: 'schema_migrations', folder: folder('shared'), accepts: 9 },
  { table: 'spm_migrations', folder: folder('spm'), accepts: 0 },
];

/** Applies missing migrations. Throws SPM_STORE_NEWER, before any change, when the store is newer than the code. */
export function migrate(db: Database, now: () => number): void {
  const plans = REGISTRIES.map((registry) => ({ registry, migrations: list(registry.folder) }));
  for (const { registry, migrations } of plans) refuseNewer(db, registry, migrations);
  for (const { registry, migrations } of plans) {
    const current = versionOf(db, registry.table);
    for (const migration of migrations) {
      if (migration.version > current) apply(db, registry.table, migration, now());
    }
  }
}

/** Whether `migrate` would change nothing. Throws SPM_STORE_NEWER like `migrate`. */
export function isUpToDate(db: Database): boolean {
  return REGISTRIES.every((registry) => {
    const migrations = list(registry.folder);
    refuseNewer(db, registry, migrations);
    const current = versionOf(db, registry.table);
    return migrations.every(({ version }) => version <= current);
  });
}

function list(from: URL): Migration[] {
  return readdirSync(from)
    .sort()
    .map((file) => {
      const [, version, name = file] = /^(\d+)_(\w+)\.sql$/.exec(file) ?? [];
      return { version: Number(version), name, file: new URL(file, from) };
    });
}

function refuseNewer(db: Database, registry: Registry, migrations: Migration[]): void {
  const newest = Math.max(registry.accepts, ...migrations.map(({ version }) => version));
  const found = versionOf(db, registry.table);
  if (found <= newest) return;
  throw new SpmError('SPM_STORE_NEWER', `The store ${db.name} was written by a newer version`, {
    cause: `${registry.table} is at version ${found}; this version knows up to ${newest}.`,
    hint: 'Update spm-connect, or use another store.',
    details: { registry: registry.table, found, newest },
  });
}

/** 0 when the registry does not exist yet. */
function versionOf(db: Database, table: string): number {
  const exists = db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?");
  if (exists.get(table) === undefined) return 0;
  return Number(db.prepare(`SELECT COALESCE(MAX(version), 0) FROM ${table}`).pluck().get());
}

function apply(db: Database, table: string, migration: Migration, now: number): void {
  const step = db.transaction(() => {
    createRegistry(db, table);
    if (versionOf(db, table) >= migration.version) return;
    db.exec(readFileSync(migration.file, 'utf8'));
    db.prepare(`INSERT INTO ${table} (version, name, applied_at) VALUES (?, ?, ?)`).run(
      migration.version,
      migration.name,
      toText(now),
    );
  });
  step.immediate();
}

function createRegistry(db: Database, table: string): void {
  db.exec(
    `CREATE TABLE IF NOT EXISTS ${table} (
       version    INTEGER PRIMARY KEY,
       name       TEXT NOT NULL,
       applied_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
     )`,
  );
}
