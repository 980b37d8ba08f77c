/** Deletions that a connector makes with the SDK, at an API that fails for a moment. */
import { afterEach, expect, it } from 'vitest';
import { runJson } from '../helpers/cli.js';
import { connectorSource, project } from '../helpers/project.js';
import { openShop } from '../helpers/shop.js';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const CONNECTOR = connectorSource({
  stream: "yield* existsSync('fewer') ? rows.slice(30) : rows;",
  extra: `key: (record) => record.customer_id,
      skipUnchanged: true,
      trackDeletes: {
        maxRatio: 1,
        remove: (ctx, ids) => SpmCustomers.bulkDelete(ctx.spm, ids),
      },`,
});

/** Syncs everything once; then 30 of the partner's 120 records are gone. */
async function given(...faults: string[]) {
  const folder = project({
    'spm-connect.config.json': JSON.stringify({ connector: './connector.mjs' }),
    'connector.mjs': CONNECTOR,
  });
  closers.push(() => folder.remove());
  const options = faults.flatMap((fault) => ['--fault', `POST /v1/customers/bulk-delete ${fault}`]);
  const api = await openShop(folder.path, 'api.sqlite', options);
  closers.push(() => api.stop());
  const env = { SPM_TARGET: api.baseUrl, SPM_ACCESS_TOKEN: api.key };
  const sync = () => runJson(['sync', '--full'], { cwd: folder.path, env });
  expect((await sync()).code).toBe(0);
  folder.write('fewer', '');
  return { api, sync };
}

it('are tried again as pushes are, and no failure of the step', async () => {
  const { api, sync } = await given(
    '429 retry-after=1 times=1',
    '500 times=1',
    '503 times=1',
    'reset-after times=1',
  );
  const { code, document } = await sync();
  expect(document.data.steps[0]).toMatchObject({
    status: 'ok',
    errors: [],
    deletes: { found: 30, removed: 30 },
    retries: 4,
    // The request that got 429, and the one that got 503.
    throttled: 2,
  });
  expect(code).toBe(0);
  expect(await api.all('/customers')).toHaveLength(90);
});

it('wait for the next run where the API asks for a longer pause than a run waits for', async () => {
  const { api, sync } = await given('429 retry-after=600 times=1');
  const { code, document } = await sync();
  const [step] = document.data.steps;
  expect(code).toBe(1);
  expect(step.status).toBe('error');
  expect(step.errors.join()).toContain('a longer pause than a run may wait');
  expect(await api.all('/customers')).toHaveLength(120);
  const later = await sync();
  expect(later.document.data.steps[0]).toMatchObject({ status: 'waiting' });
  const wait = Date.parse(later.document.data.steps[0].not_before) - Date.now();
  expect(wait).toBeGreaterThan(500_000);
});
