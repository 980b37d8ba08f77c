// Measures how a sync continues after a kill: the time to its first request, the longest silence, and the total
// time. Build first.
//
//   node scripts/bench/restart.js [--kills 20] [--side 5] [--bin bin/spm-connect.js]
//
// Each round kills a sync while a request is in flight, changes half of the records of that request, and starts the
// next sync at once, with its output in a pipe. That sync waits for the lease of the dead one, which takes 30
// seconds.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    side: { type: 'string', default: '5' },
    bin: { type: 'string', default: 'bin/spm-connect.js' },
  },
});
const BIN = resolve(values.bin);
const ROWS = 2000;
const LATENCY_MS = 20;

const CONNECTOR = `
import { readFileSync } from 'node:fs';
import { defineBulkStep, defineIntegration } from 'spm-connect';
import { SpmCustomers } from '@shopimind/sdk-js';
const step = (entity) => defineBulkStep({
  entity,
  async *stream({ window: { since, until } }) {
    for (const row of JSON.parse(readFileSync(new URL('./rows.json', import.meta.url), 'utf8'))) {
      const at = new Date(row.updated_at);
      if (row.customer_id.startsWith(entity) && (since === null || at >= since) && at < until) yield row;
    }
  },
  map: (row) => row,
  key: (row) => row.customer_id,
  skipUnchanged: true,
  push: (ctx, rows) => ctx.sendBulk(SpmCustomers.bulkSave, rows),
});
export default defineIntegration({
  slug: 'restart', meta: { name: 'Restart', version: '1.0.0' }, configSchema: { fields: [] },
  parseSettings: (raw) => raw, testConnection: async () => true, provisioning: {},
  syncSteps: [step('first'), step('second')],
});
`;

const customer = (n) => ({
  customer_id: `${n % 2 === 0 ? 'first' : 'second'}${n}`,
  ...{ email: `c${n}@example.com`, first_name: '1', last_name: 'B', lang: 'fr' },
  ...{ is_opt_in: true, is_newsletter_subscribed: false, is_active: true },
  ...{ created_at: '2026-01-01T00:00:00.000Z', updated_at: new Date().toISOString() },
});

async function main() {
  const sides = Array.from({ length: Number(values.side) }, (_, n) => n);
  const each = Math.ceil(Number(values.kills) / sides.length);
  const undisturbed = await withShop(({ sync }) => sync());
  const lists = await Promise.all(sides.map(() => withShop((shop) => killOften(shop, each))));
  const restarts = lists.flat();
  console.log(`an undisturbed sync of ${ROWS} customers takes ${seconds(undisturbed.ms)}`);
  console.log(`${restarts.length} syncs after a kill (p50, p90, most):`);
  tell('first request after', restarts, ({ firstMs }) => firstMs);
  tell('longest silence', restarts, ({ silentMs }) => silentMs);
  tell('in all', restarts, ({ ms }) => ms);
  const failed = restarts.filter(({ code }) => code !== 0).length;
  if (failed > 0) console.log(`  ${failed} did not end with 0`);
}

async function killOften(shop, times) {
  const restarts = [];
  for (let n = 0; n < times; n++) {
    shop.renew();
    const sent = await shop.killed({ before: n % 2 === 0, at: 1 + ((n * 7) % 12) });
    shop.change(sent.filter((_, at) => at % 2 === 0));
    restarts.push(await shop.sync());
  }
  return restarts;
}

/** A project, its own sandbox, and a proxy between the two. */
async function withShop(use) {
  const folder = mkdtempSync(join(tmpdir(), 'spm-restart-'));
  mkdirSync(join(folder, 'node_modules'));
  const sandbox = await startSandbox(folder);
  const network = await openProxy(sandbox.url);
  const rows = Array.from({ length: ROWS }, (_, n) => customer(n));
  const write = () => writeFileSync(join(folder, 'rows.json'), JSON.stringify(rows));
  const change = (ids) => {
    for (const row of rows) if (ids.includes(row.customer_id)) Object.assign(row, changed(row));
    write();
  };
  write();
  writeFileSync(join(folder, 'connector.mjs'), CONNECTOR);
  writeFileSync(join(folder, 'spm-connect.config.json'), '{"connector":"./connector.mjs"}');
  const start = () =>
    spawn(process.execPath, [BIN, 'sync', '--target', network.url], {
      cwd: folder,
      env: { ...process.env, SPM_ACCESS_TOKEN: sandbox.key },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  try {
    return await use({
      change,
      renew: () => change(rows.map(({ customer_id }) => customer_id)),
      sync: () => measured(start(), network),
      killed: async (when) => {
        const child = start();
        const ended = new Promise((done) => child.once('close', done));
        const sent = await network.kill(when, () => child.kill('SIGKILL'));
        await ended;
        return sent;
      },
    });
  } finally {
    network.close();
    sandbox.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const changed = ({ first_name }) => ({
  first_name: String(Number(first_name) + 1),
  updated_at: new Date().toISOString(),
});

/** The times of one sync. Silence is the time between two pieces of its output. */
async function measured(child, network) {
  const began = performance.now();
  let heardAt = began;
  let silentMs = 0;
  const hear = () => {
    silentMs = Math.max(silentMs, performance.now() - heardAt);
    heardAt = performance.now();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const first = network.first();
  const code = await new Promise((done) => child.once('close', done));
  hear();
  const ms = performance.now() - began;
  return { code, ms, silentMs, firstMs: (await Promise.race([first, performance.now()])) - began };
}

async function openProxy(target) {
  let trap;
  let onFirst = () => {};
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request.setEncoding('utf8')) body += part;
    const isPush = request.method === 'POST';
    if (isPush) onFirst(performance.now());
    const caught = isPush && trap && --trap.at === 0 ? trap : undefined;
    const forward = () => send(target + request.url, request, body);
    if (caught) {
      trap = undefined;
      if (!caught.before) await forward();
      caught.kill();
      caught.done(JSON.parse(body).map(({ customer_id }) => customer_id));
      if (caught.before) await forward();
      return response.destroy();
    }
    const answer = await forward();
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(await answer.text());
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    first: () => new Promise((done) => (onFirst = done)),
    kill: ({ before, at }, kill) => new Promise((done) => (trap = { before, at, kill, done })),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function send(url, { method, headers }, body) {
  const { host: _, connection: __, 'content-length': ___, ...own } = headers;
  return fetch(url, { method, headers: own, ...(body !== '' && { body }) });
}

async function startSandbox(cwd) {
  const options = ['sandbox', '--data', 'sandbox.sqlite', '--json', '--latency', `${LATENCY_MS}`];
  const child = spawn(process.execPath, [BIN, ...options], { cwd, stdio: ['pipe', 'pipe', 2] });
  const line = await new Promise((done) => child.stdout.once('data', done));
  const { base_url: url, access_token: key } = JSON.parse(line).data;
  return { url, key, stop: () => child.kill('SIGTERM') };
}

function tell(what, runs, of) {
  const sorted = runs.map(of).sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  const texts = [at(0.5), at(0.9), sorted.at(-1)].map(seconds);
  console.log(`  ${what.padEnd(20)} ${texts.map((text) => text.padStart(8)).join(' ')}`);
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}

await main();
