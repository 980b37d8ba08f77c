import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OpenWindow } from '../../../../../src/runtime/ports/records.ts';
import {
  covers,
  joinAgain,
  startToReadAgain,
} from '../../../../../src/runtime/sync/step/window/again.ts';

const window = (since: number | null, openedAt: number) => ({ since, openedAt }) as OpenWindow;

describe('a fresh window', () => {
  it('reaches back to the window to read again, once it is due', () => {
    expect(startToReadAgain(50, null, 100)).toBe(50);
    expect(startToReadAgain(50, { since: 10, after: 101 }, 100)).toBe(50);
    expect(startToReadAgain(50, { since: 10, after: 100 }, 100)).toBe(10);
    expect(startToReadAgain(50, { since: 60, after: 100 }, 100)).toBe(50);
    expect(startToReadAgain(50, { since: null, after: 100 }, 100)).toBeNull();
  });
});

describe('a window to read again', () => {
  it('is covered by a window that starts early enough and was opened late enough', () => {
    const again = { since: 10, after: 100 };
    expect(covers(window(10, 100), again)).toBe(true);
    expect(covers(window(null, 100), again)).toBe(true);
    expect(covers(window(11, 100), again)).toBe(false);
    expect(covers(window(10, 99), again)).toBe(false);
    expect(covers(window(0, 100), { since: null, after: 100 })).toBe(false);
  });

  it('is joined with another: one window covers both, at the earlier time', () => {
    const again = fc.record({ since: fc.option(fc.nat(99)), after: fc.nat(99) });
    fc.assert(
      fc.property(again, again, fc.nat(99), (a, b, cursor) => {
        const both = joinAgain(a, b);
        expect(both).toEqual(joinAgain(b, a));
        expect(both.after).toBe(Math.min(a.after, b.after));
        const opened = window(startToReadAgain(cursor, both, 100), 100);
        for (const one of [a, b, both]) expect(covers(opened, one)).toBe(true);
      }),
    );
  });
});
