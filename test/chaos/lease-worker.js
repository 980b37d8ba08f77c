/**
 * Syncs one installation repeatedly, in competition with other workers. Each write to the store carries its fence. Its
 * clock jumps on command. Prints the outcome of each sync.
 */
import { createInterface } from 'node:readline';
import { SpmCustomers } from '@shopimind/sdk-js';
import { makeApiClient } from '../../dist/runtime/api/client.js';
import { Redactor } from '../../dist/runtime/security/redactor.js';
import { openSqliteStore } from '../../dist/runtime/store/sqlite/open.js';
import { runSync } from '../../dist/runtime/sync/run.js';
import { fastClock } from './fast-clock.js';

const say = (line) => process.stdout.write(`${line}\n`);
const silent = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** An API that rejects the first of several items. */
function apiClient() {
  const client = makeApiClient({ baseUrl: 'http://127.0.0.1:9', retry: false }).clientFor(
    'lease-worker-token',
  );
  client.defaults.adapter = async (config) => {
    await pause(5 + Math.random() * 20);
    const { length } = JSON.parse(config.data);
    const data = {
      sent_count: length - 1,
      rejected_count: 1,
      rejected_items: [{ index: 0, errors: ['no'] }],
    };
    return { status: 200, statusText: '', headers: {}, data, config };
  };
  return client;
}

function stepUnder(fence) {
  return {
    entity: 'rows',
    cursorScope: 'global',
    enabled: () => true,
    tolerateRejects: true,
    async run(ctx) {
      for (let n = 0; n < 30 && !ctx.signal.aborted; n++) {
        const items = [{ customer_id: `c${Math.random()}`, fence: fence() }, { customer_id: 'a' }];
        await ctx.sendBulk(SpmCustomers.bulkSave, items);
        await ctx.checkpoint({ fence: fence(), n });
      }
      return { items: 0, errors: [`fence ${fence()}`] };
    },
  };
}

async function syncOnce({ store, clock, owner, client }) {
  let fence = 0;
  await runSync({
    store,
    clock,
    owner,
    client,
    integration: { meta: { version: '1.0.0' }, syncSteps: [stepUnder(() => fence)] },
    installation: { installationId: 'shop', status: 'active' },
    settings: {},
    state: (lease) => {
      fence = lease.fence;
      return {};
    },
    logger: silent,
    options: {
      full: true,
      backfillDays: 1,
      overlapSeconds: 0,
      settleSeconds: 0,
      waitMs: 60_000,
      rejectQuota: 1_000_000,
    },
    provisioned: { sourceIds: {}, defIds: {} },
  });
}

async function work(clock, { path }) {
  const store = await openSqliteStore({
    path,
    now: clock.now,
    redactor: new Redactor(),
    cipher: null,
  });
  await store.installations.save({ installationId: 'shop' }, clock.now());
  const change = { from: 'inactive', to: 'active' };
  await store.installations.setStatus('shop', change, clock.now());
  const owner = { host: 'here', pid: process.pid, id: crypto.randomUUID() };
  const client = apiClient();
  for (;;) {
    const ended = await syncOnce({ store, clock, owner, client }).then(
      () => 'synced',
      (error) => error.code ?? String(error),
    );
    say(ended);
    // Avoid a busy loop when every sync fails at once.
    await pause(20);
  }
}

let clock;
createInterface({ input: process.stdin }).on('line', (line) => {
  const order = JSON.parse(line);
  if ('jump' in order) clock.jump(order.jump);
  else {
    clock = fastClock(order);
    void work(clock, order);
  }
});
say('ready');
