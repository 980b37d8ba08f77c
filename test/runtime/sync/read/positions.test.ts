import { describe, expect, it } from 'vitest';
import type { Position } from '../../../../src/connector/types.ts';
import { makePositions } from '../../../../src/runtime/sync/read/positions.ts';
import { type LogLine, memoryLogger } from '../../../helpers/syncBench.ts';

function setup(order: 'asc' | 'none' | undefined = 'asc', position?: (raw: unknown) => Position) {
  const lines: LogLine[] = [];
  let withdrawn = 0;
  const positions = makePositions(
    { position: position ?? ((raw) => raw as Position), order: order as 'asc' },
    async () => {
      withdrawn++;
    },
    memoryLogger(lines),
  );
  const see = (...raws: unknown[]) => {
    for (const raw of raws) positions.see(raw);
  };
  return { positions, see, lines, withdrawn: () => withdrawn };
}

describe('the positions of a stream in order', () => {
  it('are those of its items, also when some are equal', () => {
    const { positions, see, lines, withdrawn } = setup();
    see(1, 2, 2, 5);
    expect([positions.at(2), positions.at(5), positions.broken]).toEqual([2, 5, false]);
    expect([lines, withdrawn()]).toEqual([[], 0]);
  });
});

describe('W8: a stream out of order', () => {
  it('loses its checkpoints at once, with one warning', async () => {
    const { positions, see, lines, withdrawn } = setup();
    see(1, 3);
    expect(positions.at(3)).toBe(3);
    see(2, 1, 9);
    await positions.withdrawal;
    expect([positions.broken, positions.at(9), withdrawn()]).toEqual([true, undefined, 1]);
    expect(lines).toMatchObject([{ level: 'warn', meta: { after: 3, came: 2 } }]);
  });

  it('is also one with positions that cannot be compared', () => {
    const { positions, see } = setup();
    see(1, '2');
    expect(positions.broken).toBe(true);
  });

  it('delays nothing before it breaks the order', async () => {
    let withdraw = () => {};
    const positions = makePositions(
      { position: (raw) => raw as Position, order: 'asc' },
      () =>
        new Promise((resolve) => {
          withdraw = resolve;
        }),
      memoryLogger(),
    );
    await positions.withdrawal;
    positions.see(2);
    positions.see(1);
    let over = false;
    const waiting = positions.withdrawal.then(() => {
      over = true;
    });
    await Promise.resolve();
    expect(over).toBe(false);
    withdraw();
    await waiting;
  });
});

describe('a stream that promises no order', () => {
  it.each([['none' as const], [undefined]])('has no positions: order %s', (order) => {
    const asked: unknown[] = [];
    const parts = { order: order as 'asc' };
    const positions = makePositions(
      {
        ...parts,
        position: (raw) => {
          asked.push(raw);
          return 1;
        },
      },
      () => expect.unreachable('There is nothing to withdraw.'),
      memoryLogger(),
    );
    for (const raw of [2, 1]) positions.see(raw);
    expect([positions.at(2), positions.broken, asked]).toEqual([undefined, false, []]);
  });

  it('has no positions when the step gives none', () => {
    const positions = makePositions({ order: 'asc' }, async () => {}, memoryLogger());
    positions.see(1);
    expect([positions.at(1), positions.broken]).toEqual([undefined, false]);
  });
});
