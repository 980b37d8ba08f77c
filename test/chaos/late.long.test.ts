/**
 * Kills real processes while a request is in flight: before it arrives, or before its answer. Requests arrive up to
 * 100 seconds late, across kills; deletions and custom data, too. SPM_LATE_KILLS sets the number of kills.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../helpers/cli.ts';
import { scaled } from '../helpers/scale.ts';
import { openShop, type ShopApi } from '../helpers/shop.ts';
import { SeededRandom } from '../simulation/random.ts';
import { type Fate, LateNetwork, type Sent } from './late-network.ts';
import { type Kind, Source, type SourceRow } from './source.ts';
import { bundleWorker, Fleet, type WorkerProcess } from './worker-process.ts';

const KILLS = scaled(10, 60, 'SPM_LATE_KILLS');
const SEED = Number(process.env.SPM_LATE_SEED ?? Date.now() % 1_000_000);
const SECOND = 1000;
/** How much faster the workers' clock runs. */
const SPEED = 4;
const LEASE = 30 * SECOND;
const BACK_OFF = 10 * 60 * SECOND;
/** Nothing arrives later than this after it was sent. */
const IN_DOUBT = 140 * SECOND;
/** The latest arrival of a request, as long as its step records it ... */
const LATEST = 100 * SECOND;
/** ... and the latest arrival if the step does not record it and the process is killed: within the lease. */
const LATEST_UNRECORDED = 20 * SECOND;
const KINDS: readonly Kind[] = ['streamed', 'tracked', 'plain', 'visits'];
const NOTED: readonly (Kind | undefined)[] = ['tracked', 'visits'];
/** After this many kills, a worker may finish. */
const PATIENCE = 12;

interface StepEnd {
  entity: string;
  status: string;
  cursor_after: string | null;
}

class Ordeal {
  readonly random = new SeededRandom(SEED);
  private base = Date.UTC(2026, 0, 10);
  private began: number | null = null;
  readonly source = new Source(this.random, 60, this.base, KINDS);
  readonly network: LateNetwork;
  readonly met = { 'killed before': 0, 'killed after': 0, cut: 0, deletions: 0 };
  kills = 0;
  private killsOfRound = 0;
  private hostile = true;
  private full = true;
  private worker: WorkerProcess | undefined;
  private readonly fleet: Fleet;

  constructor(
    private readonly folder: string,
    private readonly shop: ShopApi,
    private readonly visits: number,
    script: string,
  ) {
    this.fleet = new Fleet(script, 2);
    this.network = new LateNetwork({
      target: shop.baseUrl,
      now: () => this.now,
      fateOf: (sent) => this.fateOf(sent),
      kill: (sent) => this.kill(sent),
    });
  }

  get now(): number {
    const running = this.began === null ? 0 : (performance.now() - this.began) * SPEED;
    return Math.ceil(this.base + running);
  }

  /** Runs one worker until it ends or is killed. Returns its steps when the sync was complete, otherwise null. */
  async live(): Promise<StepEnd[] | null> {
    const rows = join(this.folder, 'rows.json');
    writeFileSync(rows, JSON.stringify(this.source.rows));
    const worker = this.fleet.next();
    this.worker = worker;
    this.began = performance.now();
    await worker.order({
      ...{ rows, baseUrl: this.network.url, key: this.shop.key, speed: SPEED, full: this.full },
      ...{ now: this.base, store: join(this.folder, 'store.sqlite'), visits: this.visits },
    });
    const said = await this.watched(worker);
    this.base = this.now;
    this.began = null;
    const done = /^done (.*)$/m.exec(said);
    if (done === null) {
      this.base += LEASE;
      return null;
    }
    const { status, steps } = JSON.parse(done[1] as string) as { status: string; steps: StepEnd[] };
    if (status === 'ok') return steps;
    this.base += BACK_OFF;
    return null;
  }

  /** Returns the output of the worker, and delivers late requests meanwhile. */
  private async watched(worker: WorkerProcess): Promise<string> {
    let ended = false;
    const end = worker.ended.finally(() => {
      ended = true;
    });
    while (!ended) {
      await this.network.deliver();
      await Promise.race([end, sleep(5)]);
    }
    return end;
  }

  /** Syncs without faults until everything is complete, and checks it. */
  async settle(): Promise<void> {
    this.hostile = false;
    this.full = false;
    while ((await this.live()) === null);
    this.base += IN_DOUBT;
    await this.network.deliver();
    let steps: StepEnd[] | null = null;
    while (steps === null) steps = await this.live();
    await this.check(steps);
    this.hostile = true;
    this.killsOfRound = 0;
  }

  /** A counting full run after everything has arrived. Records that the source deleted must be gone from the shop. */
  async deleteAll(): Promise<void> {
    this.hostile = false;
    for (let runs = 0; runs < 2; runs++) {
      this.full = true;
      while ((await this.live()) === null);
      this.base += IN_DOUBT;
      await this.network.deliver();
    }
    const there = await this.customers();
    expect(this.source.deleted.filter((id) => there.has(id))).toEqual([]);
  }

  /** Changes rows between two runs, often those in flight. */
  async between(): Promise<void> {
    if (this.random.chance(0.5)) this.base += this.random.between(1, 60) * SECOND;
    await this.network.deliver();
    this.full = this.random.chance(0.4);
    this.source.move(this.now, 0.1);
  }

  private fateOf(sent: Sent): Fate {
    const { random } = this;
    const isDeletion = sent.path.endsWith('bulk-delete');
    // Deletions are few, and each counts.
    if (!this.hostile || !random.chance(isDeletion ? 0.8 : 0.3)) return { kind: 'arrives' };
    const isKill = this.killsOfRound < PATIENCE && random.chance(0.4);
    const noted = !isKill || NOTED.includes(this.kindOf(sent));
    const latest = noted ? LATEST : LATEST_UNRECORDED;
    const lateMs = random.chance(0.8) ? random.between(1, latest) : null;
    const kind = isKill ? random.pick(['killed before', 'killed after'] as const) : 'cut';
    this.met[kind]++;
    if (isDeletion) this.met.deletions++;
    return kind === 'killed after' ? { kind } : { kind, lateMs };
  }

  private kill(sent: Sent): void {
    this.worker?.child.kill('SIGKILL');
    this.kills++;
    this.killsOfRound++;
    // Changes records in flight, so that the older version may arrive after the newer one.
    const ids = new Set(idsIn(sent).filter(() => this.random.chance(0.5)));
    this.source.change(ids, this.now);
  }

  private kindOf(sent: Sent): Kind | undefined {
    const [first = ''] = idsIn(sent);
    return KINDS.find((kind) => first.startsWith(kind));
  }

  private async check(steps: StepEnd[]): Promise<void> {
    const until = new Map(steps.map((step) => [step.entity, Date.parse(step.cursor_after ?? '')]));
    const [customers, visits] = [await this.customers(), await this.visitsInShop()];
    const stale = this.source.rows.filter((row: SourceRow) => {
      const there = (row.kind === 'visits' ? visits : customers).get(row.id);
      // Rejected versions become dead letters, which another test checks.
      return row.updatedAt < (until.get(row.kind) as number) && there !== row.version && !row.bad;
    });
    expect(stale).toEqual([]);
  }

  private async customers(): Promise<Map<string, number>> {
    const rows = await this.shop.all('/customers');
    return new Map(rows.map((row) => [String(row.customer_id), Number(row.first_name)]));
  }

  private async visitsInShop(): Promise<Map<string, number>> {
    const rows = await this.shop.all(`/custom-data-records/${this.visits}`);
    return new Map(rows.map((row) => [String(row.code), Number(row.version)]));
  }

  async end(): Promise<void> {
    await this.fleet.end();
    await this.network.close();
  }
}

type Item = string | { customer_id?: string; code?: string };

/** A push sends its records as the body; a deletion sends its ids inside an object. */
function idsIn({ body }: Sent): string[] {
  const sent = JSON.parse(body) as Item[] | Record<string, Item[]>;
  return Object.values(sent)
    .flat()
    .map((item) => (typeof item === 'string' ? item : (item.customer_id ?? item.code ?? '')));
}

async function defineVisits({ baseUrl, key }: ShopApi): Promise<number> {
  const field = (name: string, type: string) => ({ name, label: name, type, required: true });
  const response = await fetch(`${baseUrl}/v1/custom-data-definitions`, {
    method: 'POST',
    headers: { 'spm-api-key': key, 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ name: 'Visits', unique_keys: ['code'] },
      fields: [field('code', 'text'), field('version', 'number')],
    }),
  });
  const body = (await response.json()) as { data?: { id_definition: number } };
  if (body.data === undefined) throw new Error(JSON.stringify(body));
  return body.data.id_definition;
}

it(`keeps the newest version in ${KILLS} kills with requests in flight (seed ${SEED})`, async () => {
  const { path, remove } = temporaryFolder();
  const shop = await openShop(path, 'sandbox.sqlite', ['--latency', '1..5']);
  const worker = await bundleWorker('worker.js');
  const ordeal = new Ordeal(path, shop, await defineVisits(shop), worker.file);
  await ordeal.network.open();
  try {
    for (let round = 1; ordeal.kills < KILLS; round++) {
      while ((await ordeal.live()) === null);
      if (round % 4 === 0) await ordeal.settle();
      await ordeal.between();
    }
    await ordeal.settle();
    await ordeal.deleteAll();
    for (const count of Object.values(ordeal.met)) expect(count).toBeGreaterThan(0);
  } finally {
    await ordeal.end();
    await shop.stop();
    worker.remove();
    remove();
  }
}, 1_200_000);
