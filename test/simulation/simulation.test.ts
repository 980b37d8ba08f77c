import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { ROOT } from '../helpers/cli.ts';

const run = promisify(execFile);
const sim = (...args: string[]) =>
  run(process.execPath, [join(ROOT, 'scripts', 'sim.js'), ...args]).catch(
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );

it('puts everything where it belongs in 10,000 worlds', { timeout: 600_000 }, async () => {
  const { stdout } = await sim('--seeds', '10000');
  expect(stdout).toMatch(/^10000 seeds, 0 failed/);
});

it('notices every fault that is built in', { timeout: 600_000 }, async () => {
  const { stdout } = await sim('--mutants');
  expect(stdout).not.toContain('SURVIVES');
  expect(stdout).toMatch(/(\d+) of \1 caught within 2000 seeds/);
});

it('replays one world with all that happens in it', async () => {
  const first = await sim('--seed', '3');
  expect(first.stdout).toContain('Nothing is wrong.');
  expect((await sim('--seed', '3')).stdout).toBe(first.stdout);
});
