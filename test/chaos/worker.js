/**
 * A sync in a separate process that may be killed at any moment. Prints `ready` when it is loaded, waits for an order
 * (one line of JSON), and prints `done` with the outcome at the end. Its clock starts at the order's time and runs
 * fast, so that leases and back-offs take only moments.
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { SpmCustomers } from '@shopimind/sdk-js';
import { defineBulkStep } from '../../dist/connector/bulk.js';
import { makeApiClient } from '../../dist/runtime/api/client.js';
import { Redactor } from '../../dist/runtime/security/redactor.js';
import { openSqliteStore } from '../../dist/runtime/store/sqlite/open.js';
import { runSync } from '../../dist/runtime/sync/run.js';
import { fastClock } from './fast-clock.js';

/** Rows per request: few, so that the sandbox logs complete bodies. */
const BATCH = 6;

const at = (time) => new Date(time).toISOString();

const customer = ({ id, version, updatedAt, bad }) => ({
  customer_id: id,
  email: bad ? 'nobody' : `${id}@example.com`,
  first_name: String(version),
  last_name: 'B',
  is_opt_in: true,
  is_newsletter_subscribed: false,
  lang: 'fr',
  is_active: true,
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: at(updatedAt),
});

const position = ({ updatedAt, id }) => [updatedAt, id];
const compare = (a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0);

/** `visits`: whether the definition is provisioned. */
function steps(rows, visits) {
  const of = (kind) => (ctx) => {
    say('reading');
    const { since, until } = ctx.window;
    return rows
      .filter((row) => row.kind === kind && row.updatedAt < until.getTime())
      .filter((row) => since === null || row.updatedAt >= since.getTime())
      .filter((row) => ctx.resume === null || compare(position(row), ctx.resume) > 0)
      .sort((a, b) => compare(position(a), position(b)));
  };
  const bulk = (entity, more) =>
    defineBulkStep({
      entity,
      batchSize: BATCH,
      tolerateRejects: true,
      async *stream(ctx) {
        yield* of(entity)(ctx);
      },
      map: customer,
      push: (ctx, records) => ctx.sendBulk(SpmCustomers.bulkSave, records),
      position,
      order: 'asc',
      ...more,
    });
  return [
    bulk('streamed'),
    bulk('tracked', {
      key: ({ customer_id }) => customer_id,
      skipUnchanged: true,
      trackDeletes: {
        remove: (ctx, keys) => SpmCustomers.bulkDelete(ctx.spm, keys),
        maxRatio: 1,
      },
    }),
    ...(visits
      ? [
          bulk('visits', {
            key: ({ code }) => code,
            skipUnchanged: true,
            map: ({ id, version }) => ({ code: id, version }),
            push: (ctx, records) => ctx.customData('Visits').save(records),
          }),
        ]
      : []),
    {
      entity: 'plain',
      cursorScope: 'global',
      enabled: () => true,
      tolerateRejects: true,
      async run(ctx) {
        const all = of('plain')(ctx);
        for (let i = 0; i < all.length; i += 8 * BATCH) {
          const some = all.slice(i, i + 8 * BATCH);
          const records = some.map(customer);
          await ctx.sendBulk(SpmCustomers.bulkSave, records, { chunkSize: BATCH });
          await ctx.checkpoint(position(some.at(-1)));
        }
        return { items: 0, errors: [], advanceCursorTo: ctx.window.until };
      },
    },
  ];
}

async function work(order) {
  const clock = fastClock(order);
  const store = await openSqliteStore({
    path: order.store,
    now: clock.now,
    redactor: new Redactor(),
    cipher: null,
  });
  await store.installations.save({ installationId: 'shop' }, clock.now());
  const change = { from: 'inactive', to: 'active' };
  await store.installations.setStatus('shop', change, clock.now());
  const installation = { installationId: 'shop', status: 'active' };
  const silent = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };
  return runSync({
    store,
    clock,
    owner: { host: 'here', pid: process.pid, id: crypto.randomUUID() },
    client: makeApiClient({ baseUrl: order.baseUrl, retry: false }).clientFor(order.key),
    integration: {
      meta: { version: '1.0.0' },
      syncSteps: steps(JSON.parse(readFileSync(order.rows, 'utf8')), order.visits !== undefined),
    },
    installation,
    settings: {},
    state: () => ({}),
    logger: silent,
    options: { full: order.full, backfillDays: 3650, overlapSeconds: 0, settleSeconds: 0 },
    provisioned: { sourceIds: {}, defIds: order.visits ? { Visits: order.visits } : {} },
  });
}

const say = (line) => process.stdout.write(`${line}\n`);

createInterface({ input: process.stdin }).once('line', async (line) => {
  const { status, steps: ended } = await work(JSON.parse(line));
  say(`done ${JSON.stringify({ status, steps: ended })}`);
  process.exit(0);
});
say('ready');
