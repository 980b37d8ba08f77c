import { expect, it } from 'vitest';
import { simulate } from './simulate.ts';

const SEEDS = Number(process.env.SIM_SEEDS ?? 200);

it.runIf(process.env.SIM_SEED)('trace', async () => {
  const { trace, problems } = await simulate(Number(process.env.SIM_SEED), true);
  console.log(trace.join('\n'), problems);
});

it(`puts everything where it belongs, whatever happens (${SEEDS} seeds)`, {
  timeout: 600_000,
}, async () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { problems, kind } = await simulate(seed);
    expect({ seed, kind, problems }).toEqual({ seed, kind, problems: [] });
  }
});
