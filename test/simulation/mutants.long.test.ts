import { expect, it } from 'vitest';
import { sim } from './command.ts';

it('notices every fault that is built in', { timeout: 1_100_000 }, async () => {
  const { stdout } = await sim('--mutants');
  expect(stdout).not.toContain('SURVIVES');
  expect(stdout).toMatch(/(\d+) of \1 caught within 20000 seeds/);
});
