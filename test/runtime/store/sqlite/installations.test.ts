import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { temporaryFolder } from '../../../helpers/cli.js';
import { scaled } from '../../../helpers/scale.ts';
import { openSqliteStore } from '../../../helpers/sqliteStore.js';

const jiti = import.meta.resolve('jiti/package.json').replace(/package.json$/, 'lib/jiti-cli.mjs');
const racer = fileURLToPath(new URL('./racer.ts', import.meta.url));
const folder = temporaryFolder();
afterAll(folder.remove);

const MANY = scaled(100, 1_000);

/** Runs a racer at the given time, and returns the ids of the installations that it activated. */
function race(path: string) {
  const child = spawn(process.execPath, [fileURLToPath(jiti), racer, path], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, JITI_FS_CACHE: 'false' },
  });
  return {
    ready: once(child.stdout, 'readable'),
    goAt: (time: number) => child.stdin.end(String(time)),
    activated: text(child.stdout).then((said) =>
      said.split('\n').filter((line) => /^i/.test(line)),
    ),
  };
}

it('lets one of two processes change the status', { timeout: 60_000 }, async () => {
  const path = join(folder.path, 'store.sqlite');
  const store = await openSqliteStore({ path, now: () => 0 });
  for (let n = 0; n < MANY; n++) await store.installations.save({ installationId: `i${n}` }, 0);
  const racers = [race(path), race(path)];
  await Promise.all(racers.map(({ ready }) => ready));
  const start = Date.now() + 200;
  for (const { goAt } of racers) goAt(start);
  const [one = [], other = []] = await Promise.all(racers.map(({ activated }) => activated));
  const all = (await store.installations.list({ status: 'active' })).map((i) => i.installationId);
  expect([...one, ...other].sort()).toEqual(all.sort());
  expect(all).toHaveLength(MANY);
  await store.close();
});
