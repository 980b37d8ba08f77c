/** Stores as the ecosystem's own tools write them, at any of their schema versions. */
import Database from 'better-sqlite3';

const STEPS: readonly { name: string; sql: string }[] = [
  {
    name: 'core',
    sql: `
      CREATE TABLE installs (installation_id TEXT PRIMARY KEY, shop_domain TEXT, shop_name TEXT,
        external_account_ref TEXT, external_account_name TEXT,
        status TEXT NOT NULL DEFAULT 'inactive', installed_at TEXT, activated_at TEXT,
        deactivated_at TEXT, uninstalled_at TEXT,
        created_at TEXT NOT NULL DEFAULT (datetime('now')),
        updated_at TEXT NOT NULL DEFAULT (datetime('now')));
      CREATE TABLE webhook_log (id INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL,
        installation_id TEXT, signature_ok INTEGER NOT NULL, payload_json TEXT,
        created_at TEXT NOT NULL DEFAULT (datetime('now')));
      CREATE TABLE integration_state (installation_id TEXT NOT NULL, key TEXT NOT NULL, value TEXT,
        encrypted INTEGER NOT NULL DEFAULT 0, updated_at TEXT NOT NULL DEFAULT (datetime('now')),
        PRIMARY KEY (installation_id, key));`,
  },
  {
    name: 'sync',
    sql: `
      CREATE TABLE sync_run (id INTEGER PRIMARY KEY AUTOINCREMENT, installation_id TEXT NOT NULL,
        status TEXT NOT NULL, summary_json TEXT, started_at TEXT NOT NULL DEFAULT (datetime('now')),
        finished_at TEXT);
      CREATE TABLE sync_cursor (installation_id TEXT NOT NULL, entity TEXT NOT NULL,
        source_key TEXT NOT NULL DEFAULT '', last_synced_at TEXT, last_status TEXT, last_error TEXT,
        items INTEGER NOT NULL DEFAULT 0, updated_at TEXT NOT NULL DEFAULT (datetime('now')),
        PRIMARY KEY (installation_id, entity, source_key));`,
  },
  {
    name: 'inbound',
    sql: `
      CREATE TABLE inbound_event (id INTEGER PRIMARY KEY AUTOINCREMENT,
        installation_id TEXT NOT NULL, idempotency_key TEXT NOT NULL, action TEXT NOT NULL,
        status TEXT NOT NULL DEFAULT 'received', error TEXT,
        received_at TEXT NOT NULL DEFAULT (datetime('now')), processed_at TEXT,
        UNIQUE (installation_id, idempotency_key));`,
  },
  {
    name: 'webhook_dedup',
    sql: `
      CREATE TABLE webhook_seen (installation_id TEXT NOT NULL, dedup_key TEXT NOT NULL,
        created_at TEXT NOT NULL DEFAULT (datetime('now')),
        PRIMARY KEY (installation_id, dedup_key));`,
  },
  {
    name: 'cursor_failure_escalation',
    sql: 'ALTER TABLE sync_cursor ADD COLUMN consecutive_failures INTEGER NOT NULL DEFAULT 0;',
  },
  {
    name: 'rejected_item_dead_letter',
    sql: `
      CREATE TABLE rejected_item (id INTEGER PRIMARY KEY AUTOINCREMENT,
        installation_id TEXT NOT NULL, run_id INTEGER, entity TEXT NOT NULL,
        source_key TEXT NOT NULL DEFAULT '', payload_json TEXT NOT NULL, reason TEXT NOT NULL,
        created_at TEXT NOT NULL DEFAULT (datetime('now')));
      CREATE INDEX rejected_item_by_installation ON rejected_item (installation_id, created_at);`,
  },
  {
    name: 'audit_log',
    sql: 'CREATE TABLE audit_log (id INTEGER PRIMARY KEY AUTOINCREMENT, action TEXT NOT NULL);',
  },
  {
    name: 'indexes',
    sql: `
      CREATE INDEX sync_run_by_installation ON sync_run (installation_id);
      ALTER TABLE installs ADD COLUMN plan TEXT;`,
  },
  { name: 'timestamps', sql: '' },
  { name: 'unknown_to_us', sql: '' },
];

/** Makes a store at `version` and leaves it open, for rows to be added. */
export function makeEcosystemStore(path: string, version: number): Database.Database {
  const db = new Database(path);
  db.exec(`CREATE TABLE schema_migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL,
    applied_at TEXT NOT NULL DEFAULT (datetime('now')))`);
  STEPS.slice(0, version).forEach(({ name, sql }, index) => {
    db.exec(sql);
    db.prepare('INSERT INTO schema_migrations (version, name) VALUES (?, ?)').run(index + 1, name);
  });
  return db;
}
