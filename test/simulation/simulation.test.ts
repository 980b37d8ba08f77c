import { expect, it } from 'vitest';
import { scaled } from '../helpers/scale.ts';
import { sim } from './command.ts';

const SEEDS = scaled(500, 10_000);

it(`puts everything where it belongs in ${SEEDS} worlds`, { timeout: 600_000 }, async () => {
  const { stdout } = await sim('--seeds', String(SEEDS));
  expect(stdout).toMatch(new RegExp(`^${SEEDS} seeds, 0 failed`));
});

it('replays one world with all that happens in it', async () => {
  const first = await sim('--seed', '3');
  expect(first.stdout).toContain('Nothing is wrong.');
  expect((await sim('--seed', '3')).stdout).toBe(first.stdout);
});
