// Measures how long commands take to start, compared with Node itself. Build first.
//
//   node scripts/bench/start.js [--rounds 15]
//
// The commands of a round run one after another, so that a slow machine slows all of them. Compare only ratios and
// differences within one run.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '15' } } });
const root = fileURLToPath(new URL('../..', import.meta.url));
const binary = join(root, 'bin', 'spm-connect.js');
const IMPORTS =
  "import { defineBulkStep, defineIntegration } from 'spm-connect';\nimport { SpmCustomers } from '@shopimind/sdk-js';\n";
const CONNECTOR = `${IMPORTS}
const at = '2026-11-01T00:00:00.000Z';
const row = (n) => ({
  customer_id: String(n), email: n + '@example.com', first_name: 'A', last_name: 'B', is_opt_in: true,
  is_newsletter_subscribed: false, lang: 'fr', is_active: true, created_at: at, updated_at: at,
});
export default defineIntegration({
  slug: 'start', meta: { name: 'Start', version: '1.0.0' }, configSchema: { fields: [] },
  parseSettings: (raw) => raw, testConnection: async () => true, provisioning: {},
  syncSteps: [defineBulkStep({
    entity: 'customers', batchSize: 50,
    async *stream() { for (let n = 0; n < 50; n++) yield row(n); },
    map: (record) => record,
    push: (ctx, records) => ctx.sendBulk(SpmCustomers.bulkSave, records),
  })],
});
`;

let firstPush = null;
/** Accepts everything. */
const api = createServer((request, response) => {
  if (request.method === 'POST') firstPush ??= performance.now();
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    const sent = request.method === 'POST' ? JSON.parse(body).length : 0;
    const counts = { sent_count: sent, rejected_count: 0, rejected_items: [] };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ statusCode: 200, data: [], meta: {}, ...counts }));
  });
});

const folder = mkdtempSync(join(tmpdir(), 'spm-connect-bench-'));
try {
  api.listen(0, '127.0.0.1');
  await once(api, 'listening');
  givenProject();
  const env = {
    ...process.env,
    SPM_TARGET: `http://127.0.0.1:${api.address().port}`,
    SPM_ACCESS_TOKEN: 'a-key-that-this-api-does-not-read',
  };
  const lines = {
    node: ['-e', '0'],
    imports: ['imports.mjs'],
    version: [binary, '--version'],
    health: [binary, 'health'],
    sync: [binary, 'sync', '--full'],
  };
  // The store and Node's compiled code already exist, as at any later start.
  await run(lines.sync, env);
  const took = Object.fromEntries([...Object.keys(lines), 'push'].map((name) => [name, []]));
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const [name, args] of Object.entries(lines)) {
      firstPush = null;
      const began = performance.now();
      await run(args, env);
      took[name].push(performance.now() - began);
      if (name === 'sync') took.push.push(firstPush - began);
    }
  }
  tell(Object.fromEntries(Object.entries(took).map(([name, all]) => [name, median(all)])));
} finally {
  api.close();
  rmSync(folder, { recursive: true });
}

function givenProject() {
  writeFileSync(join(folder, 'spm-connect.config.json'), '{ "connector": "./connector.mjs" }');
  writeFileSync(join(folder, 'connector.mjs'), CONNECTOR);
  writeFileSync(join(folder, 'imports.mjs'), IMPORTS);
  mkdirSync(join(folder, 'node_modules', '@shopimind'), { recursive: true });
  symlinkSync(root, join(folder, 'node_modules', 'spm-connect'));
  const sdk = join('@shopimind', 'sdk-js');
  symlinkSync(join(root, 'node_modules', sdk), join(folder, 'node_modules', sdk));
}

async function run(args, env) {
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${said}`);
}

function tell({ node, imports, version, health, sync, push }) {
  const ms = (n) => `${n.toFixed(0)} ms`;
  const times = (n) => `${(n / node).toFixed(2)} times node -e 0`;
  console.log(`starts, median of ${values.rounds} rounds; node -e 0 takes ${ms(node)}:`);
  console.log(`  --version ${ms(version)}: ${times(version)}`);
  console.log(`  health ${ms(health)}: ${times(health)}`);
  console.log(
    `  imports of a connector alone ${ms(imports)}: ${ms(imports - node)} more than node -e 0`,
  );
  console.log(
    `  first push of sync after ${ms(push)}: ${ms(push - imports)} after these imports; whole sync ${ms(sync)}`,
  );
}

function median(all) {
  return all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)];
}
