/**
 * Kills real processes at random moments while they sync to a faulty sandbox, and starts them again. SPM_KILLS sets
 * the number of kills.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../helpers/cli.ts';
import { scaled } from '../helpers/scale.ts';
import { openShop, type ShopApi } from '../helpers/shop.ts';
import { SeededRandom } from '../simulation/random.ts';
import { SandboxLog } from './request-log.ts';
import { Source } from './source.ts';
import { bundleWorker, Fleet } from './worker-process.ts';

const KILLS = scaled(10, 200, 'SPM_KILLS');
const SEED = Number(process.env.SPM_KILLS_SEED ?? Date.now() % 1_000_000);
/** The default number of requests in flight, and the rows in each request. */
const CONCURRENCY = 8;
const BATCH = 6;
const ROWS_PER_KIND = 200;
/** After this many kills, a worker may finish, even on a busy machine. */
const PATIENCE = 20;
const SECOND = 1000;
/** How much faster the workers' clock runs. */
const SPEED = 4;
/** The time that passes after a kill, after a failed step, and until no earlier request can still arrive. */
const LEASE = 30 * SECOND;
const BACK_OFF = 10 * 60 * SECOND;
const IN_DOUBT = 140 * SECOND;

/** Many requests are not applied, so that kills often hit a batch that waits for its retry. */
const FAULTS = [
  'POST /v1/customers 4% 500',
  'POST /v1/customers 8% 503',
  'POST /v1/customers 2% 429 retry-after=1',
  'POST /v1/customers 5% reset-before',
  'POST /v1/customers 2% reset-after',
  'POST /v1/customers 2% truncate',
  'POST /v1/customers 1% slow=40',
].flatMap((fault) => ['--fault', fault]);

interface StepEnd {
  entity: string;
  status: string;
  cursor_after: string | null;
}

class Ordeal {
  readonly random = new SeededRandom(SEED);
  now = Date.UTC(2026, 0, 10);
  readonly source = new Source(this.random, ROWS_PER_KIND, this.now);
  kills = 0;
  rounds = 0;
  private full = true;
  private killsOfRound = 0;
  private lives = 0;
  /** The life in which the API last acknowledged each record, in this round. */
  private readonly acknowledged = new Map<string, number>();
  /** The window of the streamed records, and the life that opened it. */
  private window = { openedAt: '', life: 0 };
  private failures = 0;
  /** The source no longer changes, and every run is a full one. */
  private settling = false;
  private readonly fleet: Fleet;
  private readonly log: SandboxLog;

  constructor(
    private readonly folder: string,
    private readonly shop: ShopApi,
    worker: string,
  ) {
    this.fleet = new Fleet(worker, 2);
    this.log = new SandboxLog(shop.baseUrl);
  }

  /** Returns milliseconds, or null for no kill. */
  nextKill(): number | null {
    return this.killsOfRound < PATIENCE ? this.random.between(5, 160) : null;
  }

  /** Runs one worker, and kills it after that many milliseconds. */
  async live(killAfter: number | null): Promise<void> {
    this.lives++;
    const rows = join(this.folder, 'rows.json');
    writeFileSync(rows, JSON.stringify(this.source.rows));
    const { baseUrl, key } = this.shop;
    const worker = this.fleet.next();
    await worker.order({
      ...{ rows, baseUrl, key, speed: SPEED, full: this.full || this.settling },
      ...this.when(),
    });
    const began = performance.now();
    // Some workers are killed before they start to read.
    const begun = this.random.chance(0.15) ? Promise.resolve() : worker.says('reading');
    if (killAfter !== null) {
      await Promise.race([begun, worker.ended]);
      setTimeout(() => worker.child.kill('SIGKILL'), killAfter);
    }
    const said = await worker.ended;
    this.now += Math.ceil((performance.now() - began) * SPEED);
    // Requests in flight of the killed worker arrive before the next worker starts.
    await sleep(20);
    await this.count();
    const done = /^done (.*)$/m.exec(said);
    if (done) await this.ended(JSON.parse(done[1] as string));
    else if (killAfter === null) throw new Error('a worker that nobody killed died');
    else this.killed();
  }

  private when() {
    return { now: this.now, store: join(this.folder, 'store.sqlite') };
  }

  private killed(): void {
    this.kills++;
    expect(this.unsafe(), 'records that will be pushed again').toBeLessThanOrEqual(
      CONCURRENCY * BATCH,
    );
    this.killsOfRound++;
    this.now += LEASE;
    if (this.random.chance(0.3)) this.source.move(this.now, 0.01);
  }

  private async ended({ status, steps }: { status: string; steps: StepEnd[] }): Promise<void> {
    if (status !== 'ok') {
      // Sometimes all attempts of a request fail: the step reports an error and continues in a later run.
      expect(++this.failures, JSON.stringify(steps)).toBeLessThan(5);
      this.now += BACK_OFF;
      return;
    }
    this.rounds++;
    await this.check(steps);
    this.killsOfRound = 0;
    this.acknowledged.clear();
    this.now += IN_DOUBT;
    if (this.settling) return;
    this.full = this.random.chance(0.5);
    this.source.move(this.now, 0.2);
  }

  /** Streamed records of the open window that the API acknowledged after the committed position. */
  private unsafe(): number {
    const [open] = this.ask<{ openedAt: string; position: string }>(
      "SELECT opened_at AS openedAt, position_json AS position FROM spm_window WHERE entity = 'streamed'",
    );
    if (open === undefined) return 0;
    if (open.openedAt !== this.window.openedAt)
      this.window = { openedAt: open.openedAt, life: this.lives };
    const position = JSON.parse(open.position) as [number, string] | null;
    return this.source.rows.filter(
      ({ kind, id, version, updatedAt }) =>
        kind === 'streamed' &&
        (this.acknowledged.get(`${id}@${version}`) ?? 0) >= this.window.life &&
        (position === null ||
          updatedAt > position[0] ||
          (updatedAt === position[0] && id > position[1])),
    ).length;
  }

  /** Records what the API acknowledged in this life. */
  private async count(): Promise<void> {
    for (const { records, acknowledged } of await this.log.next()) {
      if (acknowledged) for (const record of records) this.acknowledged.set(record, this.lives);
    }
  }

  /** For each row, the API or a dead letter has the latest version, or the row changed after the window. */
  async check(steps: StepEnd[]): Promise<void> {
    const until = new Map(steps.map((step) => [step.entity, Date.parse(step.cursor_after ?? '')]));
    const shop = await this.inShop();
    const letters = this.deadLetters();
    const wrong = this.source.rows.filter(
      (row) =>
        row.updatedAt < (until.get(row.kind) as number) &&
        shop.get(row.id) !== row.version &&
        !(row.bad && letters.has(row.id)),
    );
    expect(wrong).toEqual([]);
  }

  async inShop(): Promise<Map<string, number>> {
    const rows = await this.shop.all('/customers');
    return new Map(rows.map((row) => [String(row.customer_id), Number(row.first_name)]));
  }

  private deadLetters(): Set<string> {
    expect(this.ask('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    const keys = this.ask<{ key: string }>(
      "SELECT record_key AS key FROM spm_reject WHERE state = 'open'",
    ).map(({ key }) => key.replace('customers:', ''));
    expect(new Set(keys).size).toBe(keys.length);
    return new Set(keys);
  }

  private ask<Row>(sql: string): Row[] {
    const file = join(this.folder, 'store.sqlite');
    if (!existsSync(file)) return [];
    const db = new Database(file, { readonly: true });
    try {
      // A worker may be killed while it makes the store.
      if (!db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'spm_window'").get()) return [];
      return db.prepare(sql).all() as Row[];
    } finally {
      db.close();
    }
  }

  /** Two full runs without a kill. The second deletes records that were in doubt during the first. */
  async settle(): Promise<void> {
    this.settling = true;
    for (const rounds = this.rounds; this.rounds < rounds + 2; ) await this.live(null);
  }

  end(): Promise<void> {
    return this.fleet.end();
  }
}

it(`loses nothing in ${KILLS} kills (seed ${SEED})`, { timeout: 1_200_000 }, async () => {
  const { path, remove } = temporaryFolder();
  const shop = await openShop(path, 'sandbox.sqlite', ['--latency', '2..12', ...FAULTS]);
  const worker = await bundleWorker('worker.js');
  const ordeal = new Ordeal(path, shop, worker.file);
  try {
    while (ordeal.kills < KILLS) await ordeal.live(ordeal.nextKill());
    await ordeal.settle();
    const present = await ordeal.inShop();
    expect(ordeal.source.deleted.filter((id) => present.has(id))).toEqual([]);
  } finally {
    await ordeal.end();
    await shop.stop();
    worker.remove();
    remove();
  }
});
