/** Several jobs of one app, as in a server: without a command line, and with every part opened only once. */
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { App } from '../../src/app/app.js';
import { previewProvision, provisionShop } from '../../src/app/provision.js';
import { dryRunShop, syncShop } from '../../src/app/sync.js';
import { appIn } from '../helpers/app.js';
import { project } from '../helpers/project.js';

// Without imports, because each run of this test would compile them again.
const CONNECTOR = `export default {
  slug: 'x',
  meta: { name: 'X', version: '1.0.0' },
  configSchema: { fields: [] },
  parseSettings: (raw) => raw,
  testConnection: async () => true,
  provisioning: { dataSources: [{ key: 'till', decl: { label: 'Till', type: 'api' } }] },
  syncSteps: [{
    entity: 'orders',
    cursorScope: 'global',
    enabled: () => true,
    run: async () => ({ items: 0, errors: [] }),
  }],
};
`;
const folder = project({
  'spm-connect.config.json': JSON.stringify({ connector: 'connector.mjs' }),
  'connector.mjs': CONNECTOR,
});
let app: App;
beforeAll(async () => {
  app = await appIn(folder.path);
});
afterAll(async () => {
  await app.close();
  folder.remove();
});

it('opens its parts once', async () => {
  await expect(app.existingStore()).rejects.toMatchObject({ code: 'SPM_STORE_UNAVAILABLE' });
  expect(existsSync(folder.file('.spm/store.sqlite'))).toBe(false);
  expect(await app.store()).toBe(await app.existingStore());
  expect(await app.integration()).toBe(await app.integration());
  expect(await app.config()).toMatchObject({ target: 'sandbox' });
});

it('provisions and syncs a shop, and tells who watches', async () => {
  const shop = await app.shop();
  const told: string[] = [];
  const preview = await previewProvision(app, shop);
  expect(preview.report).toMatchObject({ dry_run: true, diff: { summary: { create: 1 } } });
  const provisioned = await provisionShop(app, shop, {
    expected: { saved: preview.saved(), name: 'The shown plan' },
    observer: {
      reading: () => told.push('reading'),
      read: (ok) => told.push(`read ${ok}`),
      applying: (writes) => told.push(`applying ${writes}`),
      settled: (done, writes) => told.push(`${done} of ${writes}`),
      applied: (ok) => told.push(`applied ${ok}`),
    },
  });
  expect(told).toEqual(['reading', 'read true', 'applying 1', '1 of 1', 'applied true']);
  expect(provisioned).toMatchObject({ ok: true, ended: null });
  expect(provisioned.report.outcomes).toMatchObject([{ key: 'till', status: 'applied' }]);
  await expect(
    provisionShop(app, shop, { expected: { saved: preview.saved(), name: 'The shown plan' } }),
  ).rejects.toMatchObject({ code: 'SPM_SAVED_PLAN_STALE' });

  const dry = await dryRunShop(app, shop, {}, 1);
  expect(dry.steps).toMatchObject([{ status: 'ok' }]);
  const ended: string[] = [];
  const report = await syncShop(app, shop, {
    observer: { stepEnded: ({ entity, status }) => ended.push(`${entity} ${status}`) },
  });
  expect(report.status).toBe('ok');
  expect(ended).toEqual(['orders ok']);
});

it('closes what it opened', async () => {
  const store = await app.store();
  await app.close();
  await expect(store.ping()).rejects.toMatchObject({ code: 'SPM_STORE_UNAVAILABLE' });
});
