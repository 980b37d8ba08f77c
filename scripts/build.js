// Compiles src to dist. The old output goes first, so that a removed module cannot linger in a package.
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
rmSync(`${root}dist`, { recursive: true, force: true });
const tsc = spawnSync(
  process.execPath,
  [fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url)), '-p', root],
  { stdio: 'inherit' },
);
if (tsc.status !== 0) process.exit(tsc.status ?? 1);
// What is no TypeScript goes along as it is.
const ASSETS = ['runtime/store/sqlite/migrations', 'sandbox/ui/static', 'output/graph/page'];
for (const folder of ASSETS) {
  cpSync(`${root}src/${folder}`, `${root}dist/${folder}`, { recursive: true });
}
