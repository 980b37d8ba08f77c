/** A connector whose partner is paged, unsorted, slow, flaky and rate-limited, synced to an equally bad sandbox. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterEach, expect, it } from 'vitest';
import { type Partner, startPartner } from '../fixtures/partner/server.ts';
import { finished, ROOT, run, runJson, start } from '../helpers/cli.ts';
import { portToKeep } from '../helpers/port.ts';
import { project } from '../helpers/project.ts';
import { openShop, type ShopApi } from '../helpers/shop.ts';
import { SeededRandom } from '../simulation/random.ts';

const SEED = Number(process.env.SPM_KILLS_SEED ?? Date.now() % 1_000_000);
const PEOPLE = 600;
const KILLS = 5;
const FAULTS = ['4% 429 retry-after=1', '3% 503', '3% reset-after', '3% truncate'].flatMap(
  (what) => ['--fault', `POST /v1/customers ${what}`],
);

const closers: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function setup() {
  const source = readFileSync(join(ROOT, 'test/fixtures/partner/connector.mjs'), 'utf8');
  const folder = project({
    'spm-connect.config.json': JSON.stringify({ connector: './connector.mjs' }),
    'connector.mjs': source,
  });
  const partner = await startPartner(SEED, PEOPLE);
  closers.push(
    () => folder.remove(),
    () => partner.close(),
  );
  const options = ['--port', await portToKeep(), '--latency', '5..30', ...FAULTS];
  const open = () => openShop(folder.path, 'shop.sqlite', options);
  let shop = await open();
  closers.push(() => shop.stop());
  const env = { SPM_TARGET: shop.baseUrl, SPM_ACCESS_TOKEN: shop.key, PARTNER_URL: partner.url };
  const store = join(folder.path, '.spm', 'store.sqlite');
  return {
    partner,
    shop: () => shop,
    /** The shop is unreachable for a moment. */
    async restartShop() {
      await shop.stop();
      await sleep(50);
      shop = await open();
    },
    begin: () => start(['sync', '--full'], { cwd: folder.path, env }),
    sync: (...args: string[]) => runJson(['sync', ...args], { cwd: folder.path, env }),
    quietly: () => run(['sync', '--full'], { cwd: folder.path, env }),
    /** Lets minutes pass: all leases have expired, and no request may still arrive. */
    timePasses() {
      const db = new Database(store);
      db.exec("UPDATE spm_lease SET until = '1970-01-01T00:00:00.000Z'");
      db.exec('UPDATE spm_fingerprint SET sent_at = sent_at - 600000');
      db.close();
    },
  };
}

async function expectSame(shop: ShopApi, { people }: Partner): Promise<void> {
  const rows = await shop.all('/customers');
  const there = rows.map((row) => [Number(row.customer_id), row.first_name]);
  const wanted = [...people.values()].map(({ id, name }) => [id, name]);
  const byId = (a: unknown[], b: unknown[]) => Number(a[0]) - Number(b[0]);
  expect(there.sort(byId)).toEqual(wanted.sort(byId));
}

it(`syncs completely through kills, throttling and restarts (seed ${SEED})`, {
  timeout: 300_000,
}, async () => {
  const random = new SeededRandom(SEED);
  const { partner, shop, restartShop, begin, sync, quietly, timePasses } = await setup();
  for (let kills = 0; kills < KILLS; kills++) {
    const child = begin();
    const ended = finished(child);
    const asked = partner.answered.get(200) ?? 0;
    while (child.exitCode === null && (partner.answered.get(200) ?? 0) === asked) await sleep(5);
    await sleep(random.between(50, 500));
    child.kill('SIGKILL');
    await ended;
    timePasses();
  }

  const [interrupted] = await Promise.all([quietly(), sleep(600).then(restartShop)]);
  expect([0, 1, 69]).toContain(interrupted.code);
  const first = await sync('--full');
  expect(first.document.data.steps[0]).toMatchObject({ status: 'ok', errors: [] });
  await expectSame(shop(), partner);
  // Records that had arrived before were not sent again.
  expect(first.document.data.totals.unchanged).toBeGreaterThan(0);

  for (const person of partner.people.values()) {
    if (random.chance(0.1)) Object.assign(person, { name: 'v2', updatedAt: Date.now() });
    else if (random.chance(0.02)) partner.people.delete(person.id);
  }
  timePasses();
  const second = await sync('--full');
  expect(second.code).toBe(0);
  await expectSame(shop(), partner);
  expect(second.document.data.totals.acknowledged).toBeLessThan(PEOPLE / 2);
  // The partner really answered with errors and broken connections.
  for (const status of [0, 503]) expect(partner.answered.get(status)).toBeGreaterThan(0);
});
