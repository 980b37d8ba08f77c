// How fast a sync pushes, against the SDK's own sequential bulkSave on the same data and sandbox. Build first.
//
//   node scripts/bench/sync.js [--records 20000] [--latency 50,5,0] [--profile FOLDER]
//
// The sandbox and each sync run in processes of their own. Only the ratios mean something: they are of one run.
import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '20000' },
    latency: { type: 'string', default: '50,5,0' },
    profile: { type: 'string' },
  },
});
const records = Number(values.records);

console.log(`${records} customers, defaults`);
for (const latency of values.latency.split(',')) {
  const sdk = await measure('sdk', latency);
  const engine = await measure('engine', latency, values.profile);
  if (sdk.acknowledged !== records || engine.acknowledged !== records)
    throw new Error('items were lost');
  console.log(
    `${latency.padStart(3)} ms: SDK ${seconds(sdk.ms)}, spm-connect ${seconds(engine.ms)}: ` +
      `${(sdk.ms / engine.ms).toFixed(1)} times as fast (processor: ${seconds(sdk.cpuMs)}, ${seconds(engine.cpuMs)})`,
  );
}

async function measure(mode, latency, profile) {
  const sandbox = await startSandbox(latency);
  try {
    return runWorker(mode, { ...sandbox.shop, records }, profile);
  } finally {
    await sandbox.stop();
  }
}

function runWorker(mode, input, profile) {
  const worker = fileURLToPath(new URL('sync-worker.js', import.meta.url));
  const flags = profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [];
  return JSON.parse(
    execFileSync(process.execPath, [...flags, worker, mode, JSON.stringify(input)], {
      encoding: 'utf8',
    }),
  );
}

async function startSandbox(latency) {
  const child = fork(fileURLToPath(new URL('sandbox-process.js', import.meta.url)), {
    env: { ...process.env, BENCH_LATENCY: latency },
  });
  const [shop] = await once(child, 'message');
  return {
    shop,
    async stop() {
      child.send('stop');
      await once(child, 'exit');
    },
  };
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(2)} s`;
}
