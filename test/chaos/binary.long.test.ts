/** The chaos tests with the built binary instead of parts of the engine. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { finished, runJson, start } from '../helpers/cli.ts';
import { connectorSource, project, type TestProject } from '../helpers/project.ts';
import { scaled } from '../helpers/scale.ts';
import { openShop, type ShopApi } from '../helpers/shop.ts';
import { SeededRandom } from '../simulation/random.ts';

const ROWS = 1500;
const KILLS = scaled(2, 10);
const SEED = Number(process.env.SPM_KILLS_SEED ?? Date.now() % 1_000_000);

const closers: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function connector(): TestProject {
  const folder = project({
    'spm-connect.config.json': JSON.stringify({ connector: './connector.mjs' }),
    'connector.mjs': connectorSource({
      stream: `for (let n = ctx.resume === null ? 0 : ctx.resume.n + 1; n < ${ROWS}; n++)
        yield { ...rows[0], customer_id: 'c' + n, email: 'c' + n + '@example.com', n };`,
      extra: "position: ({ n }) => ({ n }), order: 'asc',",
      push: 'ctx.sendBulk(SpmCustomers.bulkSave, records.map(({ n, ...row }) => row))',
    }),
  });
  closers.push(() => folder.remove());
  return folder;
}

async function shopFor(folder: TestProject, more: readonly string[] = []) {
  const shop = await openShop(folder.path, 'shop.sqlite', more);
  closers.push(() => shop.stop());
  return { shop, env: { SPM_TARGET: shop.baseUrl, SPM_ACCESS_TOKEN: shop.key } };
}

const requestsOf = async ({ baseUrl }: ShopApi): Promise<number> => {
  const response = await fetch(`${baseUrl}/_sandbox/requests?limit=1`);
  return ((await response.json()) as { last_id: number }).last_id;
};

const storeOf = (folder: TestProject) => join(folder.path, '.spm', 'store.sqlite');

function expireLeases(folder: TestProject): void {
  const store = new Database(storeOf(folder));
  store.prepare("UPDATE spm_lease SET until = '1970-01-01T00:00:00.000Z'").run();
  store.close();
}

describe('the binary', () => {
  it(`finishes after ${KILLS} kills (seed ${SEED})`, { timeout: 240_000 }, async () => {
    const random = new SeededRandom(SEED);
    const folder = connector();
    const faults = ['3% 503', '3% reset-before', '3% reset-after', '3% truncate'].flatMap(
      (what) => ['--fault', `POST /v1/customers ${what}`],
    );
    const { shop, env } = await shopFor(folder, ['--latency', '5..40', ...faults]);
    for (let kills = 0; kills < KILLS; kills++) {
      const before = await requestsOf(shop);
      const child = start(['sync', '--full'], { cwd: folder.path, env });
      const ended = finished(child);
      // The first request checks the token, before there is a store.
      const more = kills === 0 ? 2 : 1;
      while (child.exitCode === null && (await requestsOf(shop)) < before + more) await sleep(5);
      await sleep(random.between(0, 120));
      child.kill('SIGKILL');
      await ended;
      expireLeases(folder);
    }
    const last = await runJson(['sync', '--full'], { cwd: folder.path, env });
    expect(last.code).toBe(0);
    const ids = (await shop.all('/customers')).map(({ customer_id }) => customer_id);
    expect(new Set(ids).size).toBe(ROWS);
    const store = new Database(storeOf(folder), { readonly: true });
    expect(store.pragma('integrity_check', { simple: true })).toBe('ok');
    store.close();
  });

  it('ends with 69 when the store stays locked, and with 0 once it is free', {
    timeout: 120_000,
  }, async () => {
    const folder = connector();
    const { env } = await shopFor(folder);
    const options = { cwd: folder.path, env };
    expect((await runJson(['sync'], options)).code).toBe(0);
    const other = new Database(storeOf(folder));
    other.exec('BEGIN IMMEDIATE');
    const { code, document } = await runJson(['sync'], options);
    other.exec('ROLLBACK');
    other.close();
    expect(code).toBe(69);
    expect(document.error).toMatchObject({ code: 'SPM_STORE_BUSY' });
    expect(document.error?.hint).toMatch(/other process/);
    expect((await runJson(['sync'], options)).code).toBe(0);
  });

  it.each([
    ['a refused token', 'POST /v1/customers 401', 69, 'SPM_API_UNAUTHORIZED'],
    ['errors that do not end', 'POST /v1/customers 404', 1, null],
    ['a long pause', 'POST /v1/customers 429 retry-after=3600', 1, null],
  ])('tells %s by its exit code', { timeout: 120_000 }, async (_, fault, exit, error) => {
    const folder = connector();
    const { env } = await shopFor(folder, ['--fault', fault]);
    const { code, document } = await runJson(['sync'], { cwd: folder.path, env });
    expect([code, document.error?.code ?? null]).toEqual([exit, error]);
  });
});
