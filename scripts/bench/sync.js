// Compares the speed of a sync with the SDK's own sequential bulkSave, on the same data and sandbox. Build first.
//
//   node scripts/bench/sync.js [latency] [unchanged] [snapshot] [memory] [shops] [limit] [--records 20000] [--profile FOLDER]
//
// The sandbox and each sync run in their own processes. Compare only ratios within one run.
import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    records: { type: 'string', default: '20000' },
    profile: { type: 'string' },
  },
});
const records = Number(values.records);

const parts = {
  /** Defaults, at several latencies of the API. */
  async latency() {
    console.log(`${records} customers, defaults:`);
    for (const latency of ['50', '5', '0']) {
      const sdk = await measure('sdk', { latency });
      const engine = await measure('engine', { latency });
      console.log(
        `  ${latency.padStart(2)} ms latency: SDK ${seconds(sdk.ms)}, spm-connect ${seconds(engine.ms)}: ` +
          `${ratio(sdk.ms, engine.ms)} as fast`,
      );
      if (latency === '0') tellBound(sdk, engine);
    }
  },

  /** Syncs the same data again, with one record in a hundred changed. */
  async unchanged() {
    const sandbox = await startSandbox({ latency: '50' });
    await withFolder(async (folder) => {
      const input = { store: join(folder, 'store.sqlite'), step: { skipUnchanged: true } };
      const options = { full: true };
      const sdk = run('sdk', { ...sandbox.shop, records });
      const first = run('engine', { ...sandbox.shop, records, ...input, options });
      const again = run('engine', { ...sandbox.shop, records, ...input, options, changed: 100 });
      const share = (100 * again.requests) / first.requests;
      console.log(
        `the same again with --full and skipUnchanged, 1% changed, 50 ms latency:\n  ` +
          `${again.requests} of ${first.requests} requests (${share.toFixed(1)}%), ` +
          `${ratio(sdk.ms, again.ms)} as fast as the SDK, ${ratio(first.ms, again.ms)} as fast as the first sync`,
      );
    });
    await sandbox.stop();
  },

  /**
   * A snapshot again, unchanged and with one record in a hundred changed: time, requests and memory by its size.
   */
  async snapshot() {
    console.log('a snapshot, read again:');
    for (const count of [10_000, 100_000, 1_000_000]) await snapshotOf(count);
    await snapshotOf(100_000, { trackDeletes: true });
  },

  /** Memory and time by the number of records. */
  async memory() {
    console.log('streamed records: peak memory, time, and time a thousand records:');
    for (const count of [1_000, 10_000, 100_000, 1_000_000]) {
      const { peakMiB, ms } = await measure('engine', { records: count });
      console.log(
        `  ${String(count).padStart(9)}  ${peakMiB.toFixed(0).padStart(4)} MiB  ${seconds(ms).padStart(8)}  ` +
          `${((1000 * ms) / count).toFixed(1)} ms`,
      );
    }
  },

  /** Many shops, one after another and in parallel. */
  async shops() {
    const one = await measure('shops', { latency: '20', shops: 200, records: 1000, side: 1 });
    const eight = await measure('shops', { latency: '20', shops: 200, records: 1000, side: 8 });
    console.log(
      `200 shops of 1,000 records, 20 ms latency: one after another ${seconds(one.ms)}, ` +
        `8 side by side ${seconds(eight.ms)}: ${ratio(one.ms, eight.ms)} as fast`,
    );
  },

  /** An API that accepts ten requests a second. */
  async limit() {
    const { ms, requests, throttled } = await measure('engine', {
      rateLimit: '10/s',
      records: 30_000,
    });
    const allowed = 10 * (ms / 1000) + 10;
    console.log(
      `a limit of 10 requests a second, 30,000 records: ${((100 * (requests - throttled)) / allowed).toFixed(0)}% ` +
        `of what is allowed was used, ${((100 * throttled) / requests).toFixed(1)}% of ${requests} requests were refused`,
    );
  },
};

for (const name of positionals.length > 0 ? positionals : Object.keys(parts)) await parts[name]();

async function snapshotOf(count, more = {}) {
  const sandbox = await startSandbox({});
  await withFolder(async (folder) => {
    const step = { reads: 'snapshot', ...more };
    const input = { ...sandbox.shop, records: count, store: join(folder, 'store.sqlite'), step };
    const first = run('engine', input);
    const same = run('engine', input);
    const again = run('engine', { ...input, changed: 100 });
    const share = (100 * again.requests) / first.requests;
    console.log(
      `  ${String(count).padStart(9)}${more.trackDeletes ? ' with trackDeletes' : ''}: compared in ${seconds(same.ms)} ` +
        `with ${same.requests} requests and ${same.peakMiB.toFixed(0)} MiB; ${again.acknowledged} changed: ` +
        `${again.requests} of ${first.requests} requests (${share.toFixed(2)}%), ${seconds(again.ms)}, ${again.peakMiB.toFixed(0)} MiB`,
    );
  });
  await sandbox.stop();
}

/** Without latency only the processor limits the sync, and the sandbox uses a share of it. */
function tellBound(sdk, engine) {
  const processor = ({ cpuMs, sandboxMs }) => `${seconds(cpuMs)} and ${seconds(sandboxMs)}`;
  const cores = availableParallelism();
  const shortest = (engine.cpuMs + engine.sandboxMs) / cores;
  console.log(
    `     processor time of client and sandbox: SDK ${processor(sdk)}, spm-connect ${processor(engine)}; ` +
      `on ${cores} cores that allows ${ratio(sdk.ms, shortest)} at most`,
  );
}

async function measure(mode, { latency, rateLimit, ...input }) {
  const sandbox = await startSandbox({ latency, rateLimit });
  try {
    const before = await sandbox.ask('usage');
    const result = run(mode, { ...sandbox.shop, records, ...input });
    const after = await sandbox.ask('usage');
    return { ...result, sandboxMs: after.cpuMs - before.cpuMs };
  } finally {
    await sandbox.stop();
  }
}

function run(mode, input) {
  const worker = fileURLToPath(new URL('sync-worker.js', import.meta.url));
  const profile = values.profile && mode === 'engine';
  const flags = profile ? ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] : [];
  const result = JSON.parse(
    execFileSync(process.execPath, [...flags, worker, mode, JSON.stringify(input)], {
      encoding: 'utf8',
    }),
  );
  const done = result.acknowledged + (result.unchanged ?? 0);
  if (done !== input.records * (input.shops ?? 1)) throw new Error('items were lost');
  return result;
}

async function withFolder(use) {
  const folder = mkdtempSync(join(tmpdir(), 'spm-bench-'));
  try {
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startSandbox({ latency = '', rateLimit = '' }) {
  const child = fork(fileURLToPath(new URL('sandbox-process.js', import.meta.url)), {
    env: { ...process.env, BENCH_LATENCY: latency, BENCH_RATE_LIMIT: rateLimit },
  });
  const [shop] = await once(child, 'message');
  return {
    shop,
    async ask(question) {
      child.send(question);
      const [answer] = await once(child, 'message');
      return answer;
    },
    async stop() {
      child.send('stop');
      await once(child, 'exit');
    },
  };
}

function ratio(slow, fast) {
  return `${(slow / fast).toFixed(1)} times`;
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(2)} s`;
}
