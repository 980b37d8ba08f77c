// Runs one measured sync in its own process, and prints the measurements as JSON.
//
//   node scripts/bench/sync-worker.js sdk|engine|shops '{ "baseUrl": ..., "key": ..., "records": 20000 }'
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SpmCustomers } from '@shopimind/sdk-js';
import { mapWithConcurrency } from '../../dist/connector/concurrency.js';
import { defineBulkStep } from '../../dist/connector/index.js';
import { makeApiClient } from '../../dist/runtime/api/client.js';
import { systemClock } from '../../dist/runtime/clock.js';
import { createLogger } from '../../dist/runtime/logger.js';
import { Redactor } from '../../dist/runtime/security/redactor.js';
import { openSqliteStore } from '../../dist/runtime/store/sqlite/open.js';
import { keepHeapSmall } from '../../dist/runtime/sync/heap.js';
import { runSync } from '../../dist/runtime/sync/run.js';

const [mode, text] = process.argv.slice(2);
const { baseUrl, key, records, store: path, step = {}, options = {}, ...rest } = JSON.parse(text);
const { changed = 0, shops = 1, side = 1 } = rest;

const AT = '2026-01-01T00:00:00.000Z';
const customer = (index) => ({
  customer_id: `c${index}`,
  email: `customer.${index}@example.com`,
  first_name: changed > 0 && isChanged(index) ? 'Dominique' : 'Camille',
  last_name: `Durand ${index}`,
  is_opt_in: true,
  is_newsletter_subscribed: index % 2 === 0,
  lang: 'fr',
  is_active: true,
  created_at: AT,
  updated_at: AT,
});

/** Picks one row in so many, at irregular distances. */
const isChanged = (index) => (Math.imul(index + 1, 0x9e3779b1) >>> 8) % changed === 0;

// Opening the store belongs to the start of a process, not to a sync.
const folder = path ? null : mkdtempSync(join(tmpdir(), 'spm-bench-'));
const file = path ?? join(folder, 'store.sqlite');
const store = await openSqliteStore({
  path: file,
  now: () => Date.now(),
  redactor: new Redactor(),
  cipher: null,
});
const integration = {
  meta: { version: '1.0.0' },
  syncSteps: [
    defineBulkStep({
      entity: 'customers',
      async *stream() {
        for (let index = 0; index < records; index++) yield index;
      },
      map: (index) => customer(index),
      push: (ctx, batch) => ctx.sendBulk(SpmCustomers.bulkSave, batch),
      ...(Object.keys(step).length > 0 && { ...step, key: (record) => record.customer_id }),
      ...(step.trackDeletes && { trackDeletes: { remove: async () => {} } }),
    }),
  ],
};

async function register(id) {
  await store.installations.save({ installationId: id }, Date.now());
  await store.installations.setStatus(id, { from: 'inactive', to: 'active' }, Date.now());
}

async function sync(installationId) {
  const report = await runSync({
    store,
    clock: systemClock,
    owner: { host: 'bench', pid: process.pid, id: String(process.pid) },
    client: makeApiClient({ baseUrl }).clientFor(key),
    pushClient: makeApiClient({ baseUrl, retry: false }).clientFor(key),
    integration,
    installation: { installationId, status: 'active' },
    settings: {},
    state: () => ({}),
    logger: createLogger({ sink: () => {} }),
    options: { full: false, backfillDays: 365, overlapSeconds: 0, settleSeconds: 0, ...options },
    provisioned: { sourceIds: {}, defIds: {} },
  });
  if (report.status !== 'ok') throw new Error(JSON.stringify(report));
  const throttled = report.steps.reduce((sum, { throttled: count }) => sum + count, 0);
  return { ...report.totals, throttled };
}

// The command limits the heap in the same way.
if (mode !== 'sdk') keepHeapSmall();

const modes = {
  async sdk() {
    const client = makeApiClient({ baseUrl }).clientFor(key);
    const items = Array.from({ length: records }, (_, index) => customer(index));
    const answer = await SpmCustomers.bulkSave(client, items, { chunk: true });
    return { acknowledged: answer.data.sent_count };
  },
  engine: () => sync('bench'),
  async shops() {
    const ids = Array.from({ length: shops }, (_, index) => `shop-${index}`);
    const totals = await mapWithConcurrency(ids, side, sync);
    return { acknowledged: totals.reduce((sum, { acknowledged }) => sum + acknowledged, 0) };
  },
};

for (let index = 0; index < shops; index++) await register(`shop-${index}`);
await register('bench');

// The transport is loaded at the start of a process, like the SDK's own.
if (mode !== 'sdk') await import('undici');
const before = process.cpuUsage();
const started = performance.now();
const result = await modes[mode]();
const ms = performance.now() - started;
const { user, system } = process.cpuUsage(before);
const peakMiB = process.resourceUsage().maxRSS / 1024;
await store.close();
if (folder) rmSync(folder, { recursive: true, force: true });
console.log(JSON.stringify({ ms, cpuMs: (user + system) / 1000, peakMiB, ...result }));
