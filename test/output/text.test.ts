import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  count,
  cut,
  duration,
  hang,
  indent,
  moment,
  number,
  planned,
  tableTime,
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

  it('writes a time in a table as one of both: how long ago on a terminal, else the date', () => {
    const now = '2026-01-10T00:00:00.000Z';
    const onTerminal = (iso: string | null) => tableTime(iso, now, 80);
    expect(onTerminal('2026-01-09T23:59:59.500Z')).toBe('just now');
    expect(onTerminal('2026-01-09T23:59:15.000Z')).toBe('45 s ago');
    expect(onTerminal('2026-01-09T21:00:00.000Z')).toBe('3 h ago');
    expect(onTerminal('2025-12-29T00:00:00.000Z')).toBe('12 d ago');
    expect(onTerminal('2026-01-10T00:05:59.000Z')).toBe('in 5 min');
    expect(onTerminal(null)).toBe('never');
    expect(tableTime('2026-01-09T21:00:00.000Z', now, null)).toBe('2026-01-09T21:00:00.000Z');
  });

  it('cuts the middle out of a name, so that its end is still seen', () => {
    expect(cut('shop-paris-0042', 15)).toBe('shop-paris-0042');
    expect(cut('shop-paris-0042', 9)).toBe('shop…0042');
    expect(cut('日本語の店', 7)).toBe('日本…店');
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.integer({ min: 1, max: 20 }),
        (text, room) => width(cut(text, room)) <= room || width(text) <= room,
      ),
    );
  });

  it('hangs a sentence over its first line, and keeps a command whole', () => {
    expect(hang('  hint: Run it again.', null)).toEqual(['  hint: Run it again.']);
    expect(hang('  hint: Run it again.', 14)).toEqual(['  hint: Run it', '    again.']);
    const text = 'hint: Run `spm-connect sync --full` twice.';
    expect(hang(text, 24)).toEqual(['hint: Run', '  `spm-connect sync --full`', '  twice.']);
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
