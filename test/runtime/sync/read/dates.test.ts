import { describe, expect, it } from 'vitest';
import { outsideOf } from '../../../../src/runtime/sync/read/dates.ts';

const window = { since: new Date('2026-11-30T12:00:00Z'), until: new Date('2026-12-01T12:00:00Z') };
const outside = (at: unknown, of: typeof window | null = window) =>
  outsideOf({ entity: 'rows', changedAt: () => at as string }, of, {});

describe('items outside a window', () => {
  it.each([
    ['a day that touches the start', '2026-11-30', false],
    ['a day that touches the end', '2026-12-01', false],
    ['a day before', '2026-11-29', true],
    ['a day after', '2026-12-02', true],
    ['the first moment', new Date('2026-11-30T12:00:00Z'), false],
    ['the moment before', new Date('2026-11-30T11:59:59.999Z'), true],
    ['the end', new Date('2026-12-01T12:00:00Z'), true],
    [
      'a span',
      { from: new Date('2026-01-01'), until: new Date('2026-11-30T12:00:00.001Z') },
      false,
    ],
    ['a span that ends there', { from: new Date('2026-01-01'), until: window.since }, true],
    ['no date', null, false],
    ['nothing', undefined, false],
  ])('%s', (_, at, expected) => {
    expect(outside(at) !== null).toBe(expected);
  });

  it('do not exist when the step gives no dates, or there is no window', () => {
    expect(outsideOf({ entity: 'rows' }, window, {})).toBeNull();
    expect(outside('1999-01-01', null)).toBeNull();
  });

  it.each(['31/12/2026', 'soon', new Date(Number.NaN), 12, {}, true])(
    'cannot be told by %j, which fails the step',
    (at) => {
      expect(() => outside(at)).toThrow(/^changedAt of step rows gave .*, which is not a time$/);
    },
  );
});
