// One measured sync, in a process of its own; prints what it took as JSON.
//
//   node scripts/bench/sync-worker.js sdk|engine '{ "baseUrl": ..., "key": ..., "records": 20000 }'
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SpmCustomers } from '@shopimind/sdk-js';
import { defineBulkStep } from '../../dist/connector/index.js';
import { makeApiClient } from '../../dist/runtime/api/client.js';
import { systemClock } from '../../dist/runtime/clock.js';
import { createLogger } from '../../dist/runtime/logger.js';
import { openSqliteStore } from '../../dist/runtime/store/sqlite/open.js';
import { runSync } from '../../dist/runtime/sync/run.js';

const [mode, text] = process.argv.slice(2);
const { baseUrl, key, records, store: path, step = {}, options = {} } = JSON.parse(text);

const AT = '2026-01-01T00:00:00.000Z';
const customer = (index) => ({
  customer_id: `c${index}`,
  email: `customer.${index}@example.com`,
  first_name: 'Camille',
  last_name: `Durand ${index}`,
  is_opt_in: true,
  is_newsletter_subscribed: index % 2 === 0,
  lang: 'fr',
  is_active: true,
  created_at: AT,
  updated_at: AT,
});

const modes = {
  async sdk() {
    const client = makeApiClient({ baseUrl }).clientFor(key);
    const items = Array.from({ length: records }, (_, index) => customer(index));
    const answer = await SpmCustomers.bulkSave(client, items, { chunk: true });
    return { acknowledged: answer.data.sent_count };
  },
  async engine() {
    const report = await runSync({
      store,
      clock: systemClock,
      owner: { host: 'bench', pid: process.pid, id: String(process.pid) },
      client: makeApiClient({ baseUrl }).clientFor(key),
      pushClient: makeApiClient({ baseUrl, retry: false }).clientFor(key),
      integration: {
        syncSteps: [
          defineBulkStep({
            entity: 'customers',
            async *stream() {
              for (let index = 0; index < records; index++) yield index;
            },
            map: (index) => customer(index),
            push: (ctx, batch) => ctx.sendBulk(SpmCustomers.bulkSave, batch),
            ...(step.key && { key: (record) => record.customer_id }),
            ...step.options,
          }),
        ],
      },
      installation,
      settings: {},
      state: () => ({}),
      logger: createLogger({ sink: () => {} }),
      options: { full: false, backfillDays: 365, overlapSeconds: 0, settleSeconds: 0, ...options },
      provisioned: { sourceIds: {}, defIds: {} },
    });
    if (report.status !== 'ok') throw new Error(JSON.stringify(report));
    return report.totals;
  },
};

// Opening the store is the start of a process, not of a sync.
const file = path ?? join(tmpdir(), `spm-bench-${process.pid}.sqlite`);
const store = await openSqliteStore({ path: file, now: () => Date.now() });
const installation = { installationId: 'bench', status: 'active' };
await store.installations.save({ installationId: 'bench' }, Date.now());

const before = process.cpuUsage();
const started = performance.now();
const result = await modes[mode]();
const ms = performance.now() - started;
const { user, system } = process.cpuUsage(before);
const peakMiB = process.resourceUsage().maxRSS / 1024;
await store.close();
if (!path) for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
console.log(JSON.stringify({ ms, cpuMs: (user + system) / 1000, peakMiB, ...result }));
