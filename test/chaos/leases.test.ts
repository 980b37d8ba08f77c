/**
 * Several processes compete for one installation. They are stopped for longer than a lease, killed, and their clocks
 * jump. Only the holder of the lease may write. SPM_CHAOS_SECONDS sets the duration.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../helpers/cli.ts';
import { scaled } from '../helpers/scale.ts';
import { openSqliteStore } from '../helpers/sqliteStore.ts';
import { SeededRandom } from '../simulation/random.ts';
import { startWorker, type WorkerProcess } from './worker-process.ts';

const SECONDS = scaled(6, 60, 'SPM_CHAOS_SECONDS');
const SEED = Number(process.env.SPM_CHAOS_SEED ?? Date.now() % 1_000_000);
const WORKERS = 3;
/** At this speed, a lease of 30 seconds lasts half a second. */
const SPEED = 60;
const LEASE_MS = 30_000 / SPEED;

/** Records in the transaction of each write the fence of the writer and the current fence. */
const AUDIT = `
  CREATE TABLE audit (what TEXT, claimed INTEGER, held INTEGER);
  CREATE TRIGGER audit_position AFTER UPDATE OF position_json ON spm_window WHEN NEW.position_json <> 'null'
  BEGIN
    INSERT INTO audit SELECT 'position', NEW.position_json ->> '$.fence', fence FROM spm_lease;
  END;
  CREATE TRIGGER audit_reject AFTER INSERT ON rejected_item
  BEGIN
    INSERT INTO audit SELECT 'reject', NEW.payload_json ->> '$.fence', fence FROM spm_lease;
  END;
  CREATE TRIGGER audit_cursor_made AFTER INSERT ON sync_cursor
  BEGIN
    INSERT INTO audit SELECT 'cursor', substr(NEW.last_error, 7), fence FROM spm_lease;
  END;
  CREATE TRIGGER audit_cursor AFTER UPDATE ON sync_cursor
  BEGIN
    INSERT INTO audit SELECT 'cursor', substr(NEW.last_error, 7), fence FROM spm_lease;
  END;`;

/** The kinds of writes, as the audit names them. */
const WAYS = ['cursor', 'position', 'reject'];

class Chaos {
  readonly random = new SeededRandom(SEED);
  readonly said: Promise<string>[] = [];
  private readonly began = performance.now();
  private readonly workers: WorkerProcess[] = [];

  constructor(private readonly path: string) {}

  async begin(): Promise<void> {
    await Promise.all(Array.from({ length: WORKERS }, () => this.add()));
  }

  private async add(): Promise<void> {
    const worker = startWorker('lease-worker.js');
    this.workers.push(worker);
    this.said.push(worker.ended);
    const now = Date.UTC(2026, 0, 10) + (performance.now() - this.began) * SPEED;
    await worker.order({ path: this.path, now, speed: SPEED });
  }

  async strike(): Promise<void> {
    const worker = this.random.pick(this.workers);
    if (this.random.chance(0.05)) await this.replace(worker);
    else if (this.random.chance(0.4)) worker.child.stdin?.write(this.jump());
    else await this.stop(worker);
    await sleep(this.random.between(20, 300));
  }

  private jump(): string {
    return `${JSON.stringify({ jump: this.random.between(-90_000, 90_000) })}\n`;
  }

  private async replace(worker: WorkerProcess): Promise<void> {
    worker.child.kill('SIGKILL');
    this.workers.splice(this.workers.indexOf(worker), 1);
    await this.add();
  }

  private async stop({ child }: WorkerProcess): Promise<void> {
    child.kill('SIGSTOP');
    await sleep(this.random.between(LEASE_MS / 2, LEASE_MS * 3));
    child.kill('SIGCONT');
  }

  async end(): Promise<string[]> {
    for (const { child } of this.workers) child.kill('SIGKILL');
    return (await Promise.all(this.said)).join('').split('\n');
  }
}

it(`no two holders write (seed ${SEED})`, { timeout: SECONDS * 1000 + 120_000 }, async () => {
  const { path: folder, remove } = temporaryFolder();
  const path = join(folder, 'store.sqlite');
  await (await openSqliteStore({ path, now: Date.now })).close();
  const db = new Database(path);
  db.exec(AUDIT);
  const chaos = new Chaos(path);
  try {
    await chaos.begin();
    const rows = (sql: string) => db.prepare(sql).all() as Record<string, unknown>[];
    const ways = () =>
      rows('SELECT DISTINCT what FROM audit ORDER BY what').map(({ what }) => what);
    const end = performance.now() + SECONDS * 1000;
    // On a slow disk, not every kind of write may have happened yet; the test's timeout is the limit.
    while (performance.now() < end || ways().length < WAYS.length) await chaos.strike();
    const said = await chaos.end();
    expect(rows('SELECT * FROM audit WHERE claimed IS NOT held')).toEqual([]);
    // All kinds of writes happened, leases changed hands, and the losers noticed.
    expect(ways()).toEqual(WAYS);
    const [{ fence }] = rows('SELECT fence FROM spm_lease') as [{ fence: number }];
    expect(fence).toBeGreaterThan(SECONDS / 4);
    expect(said).toContain('SPM_LEASE_LOST');
    const known = ['ready', 'synced', 'SPM_LEASE_LOST', 'SPM_LEASE_HELD', ''];
    expect(said.filter((line) => !known.includes(line))).toEqual([]);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  } finally {
    await chaos.end();
    db.close();
    remove();
  }
});
