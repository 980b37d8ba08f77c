import { Chalk } from 'chalk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  count,
  duration,
  indent,
  moment,
  number,
  planned,
  table,
  width,
  wrap,
} from '../../src/output/text.js';

describe('text', () => {
  it('writes numbers, counts and durations for people', () => {
    expect([0, 999, 1000, -123, -1234, 1234567].map(number)).toEqual([
      '0',
      '999',
      '1,000',
      '-123',
      '-1,234',
      '1,234,567',
    ]);
    expect(number(1234.5)).toBe('1,234.5');
    expect(count(1, 'row')).toBe('1 row');
    expect(count(0, 'entry', 'entries')).toBe('0 entries');
    expect([12, 1500, 65_000, 3_720_000, 200_000_000].map(duration)).toEqual([
      '12 ms',
      '1.5 s',
      '1 min 5 s',
      '1 h 2 min',
      '2 d 7 h',
    ]);
  });

  it('writes a moment relative and absolute', () => {
    const now = '2026-01-01T00:01:05.000Z';
    expect(moment('2026-01-01T00:00:00.000Z', now)).toBe(
      '1 min 5 s ago (2026-01-01T00:00:00.000Z)',
    );
    expect(moment('2026-01-01T00:02:05.000Z', now)).toBe('in 1 min 0 s (2026-01-01T00:02:05.000Z)');
    expect(moment(null, now)).toBe('never');
    expect(planned('2026-01-01T00:02:05.000Z', now)).toBe(
      'in 1 min 0 s (2026-01-01T00:02:05.000Z)',
    );
    expect(planned('2026-01-01T00:00:00.000Z', now)).toBe('due (2026-01-01T00:00:00.000Z)');
  });

  it('lays tables out by what is seen, not by what is styled', () => {
    const { red } = new Chalk({ level: 1 });
    const lines = table(
      [{ title: 'a' }, { title: 'n', align: 'right' }],
      [
        [red('xyz'), '1'],
        ['é', '100'],
      ],
    );
    expect(lines).toEqual(['a      n', `${red('xyz')}    1`, 'é    100']);
  });

  it('never cuts a cell', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.string())), (rows) => {
        const [, ...lines] = table([{ title: 'a' }, { title: 'b' }], rows);
        rows.forEach(([a, b], i) => {
          expect(lines[i]).toContain(a.trimEnd());
          expect(lines[i]?.trimEnd()).toContain(b.trimEnd());
        });
      }),
    );
  });

  it('indents lines but not empty ones', () => {
    expect(indent(['a', '', 'b'])).toEqual(['  a', '', '  b']);
    expect(width('né')).toBe(2);
  });
});

describe('what others wrote', () => {
  it('takes the columns that a terminal gives it', () => {
    expect(width('漢字')).toBe(4);
    expect(width('e\u0301')).toBe(1);
  });
});

it('wraps between words', () => {
  expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrap('incomprehensible to me', 5)).toEqual(['incomprehensible', 'to me']);
});
