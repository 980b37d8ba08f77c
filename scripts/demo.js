// The main job, end to end, on the embedded sandbox: every step runs the real binary on real files. Prints each
// command line before it runs, and fails when a step fails.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../bin/spm-connect.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'spm-connect-demo-'));
const shop = join(folder, 'my-shop');

try {
  say('A connector for shops that export CSV files, from a template');
  connect(folder, 'init', 'my-shop', '--template', 'csv', '--yes', '--no-install', '--no-git');

  say('Check it, without network');
  connect(shop, 'lint');

  say('What it needs on the shop: shown first, then applied');
  connect(shop, 'provision', '--dry-run');
  connect(shop, 'provision', '--yes');

  say('Everything, once');
  connect(shop, 'sync', '--full');

  say('Again: no row has changed');
  connect(shop, 'sync');

  say('Three customers change their phone number; only they are pushed');
  changePhones(join(shop, 'data', 'customers.csv'), ['C10001', 'C10002', 'C10003']);
  connect(shop, 'sync');

  say('What an operator sees');
  connect(shop, 'health');
  connect(shop, 'overview');
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function say(text) {
  console.log(`\n# ${text}`);
}

function connect(cwd, ...args) {
  console.log(`\n$ spm-connect ${args.join(' ')}`);
  const { status, signal } = spawnSync(process.execPath, [BIN, ...args], { cwd, stdio: 'inherit' });
  if (status === 0) return;
  throw new Error(`spm-connect ${args[0]} ended with ${signal ?? status}`);
}

/** Rewrites the rows of these customers, as in the shop's next export. */
function changePhones(file, ids) {
  const now = `${new Date().toISOString().slice(0, 19)}Z`;
  const lines = readFileSync(file, 'utf8').split('\n');
  const changed = lines.map((line) => {
    if (!ids.includes(line.split(',')[0])) return line;
    return line.replace(/\+\d+/, '+33100000000').replace(/[^,\r]*(\r?)$/, `${now}$1`);
  });
  if (changed.filter((line, i) => line !== lines[i]).length !== ids.length)
    throw new Error('the sample data is not as the demo expects it');
  writeFileSync(file, changed.join('\n'));
}
