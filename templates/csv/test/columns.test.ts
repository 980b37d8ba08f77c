import { describe, expect, test } from 'vitest';
import {
  day,
  decimal,
  type Format,
  flag,
  identifier,
  instant,
  integer,
  oneOf,
  optional,
  requiredText,
} from '../src/csv/columns.ts';

const iso: Format = { decimal: '.', dates: 'iso', timeZone: 'UTC' };
const french: Format = { decimal: ',', dates: 'dmy', timeZone: 'Europe/Paris' };

test('an empty cell is null where it may be empty', () => {
  expect(optional(integer)('', iso)).toBeNull();
  expect(optional(integer)('7', iso)).toBe(7);
  expect(() => requiredText('', iso)).toThrow('is empty');
});

describe('numbers', () => {
  test('are read as they stand', () => {
    expect(integer('-12', iso)).toBe(-12);
    expect(decimal('12.50', iso)).toBe(12.5);
  });
  test.each(['', '12,50', '1e3', '0x10', '1 000', 'NaN'])('%j is none', (cell) => {
    expect(() => decimal(cell, iso)).toThrow('a number such as 12.50');
    expect(() => integer(cell, iso)).toThrow('an integer');
  });
  test.each([
    ['12,50', 12.5],
    ['1234', 1234],
    ['1.234,50', 1234.5],
    ['1 234 567,5', 1234567.5],
    ['-0,5', -0.5],
  ])('are read with a decimal comma: %s', (cell, value) => {
    expect(decimal(cell, french)).toBe(value);
  });
  test.each(['12.50', '1.234', '1,234.50', '1 2', ',5'])('%j could mean two things', (cell) => {
    expect(() => decimal(cell, french)).toThrow('a number such as 12,50');
  });
  test('an integer that would lose digits is refused', () => {
    expect(() => integer('90071992547409931', iso)).toThrow('an integer');
  });
});

test('flags come in the usual words', () => {
  expect(['1', 'TRUE', 'yes'].map((cell) => flag(cell, iso))).toEqual([true, true, true]);
  expect(['0', 'false', 'No'].map((cell) => flag(cell, iso))).toEqual([false, false, false]);
  expect(() => flag('maybe', iso)).toThrow('is "maybe"');
});

test('a list names what it takes', () => {
  expect(() => oneOf(['a', 'b'])('c', iso)).toThrow('is "c" where one of a, b is expected');
});

describe('identifiers', () => {
  test.each(['C1', '0012', '3760001000012', '12E4', 'E12', '1E', '4E5B', 'LC-1e5'])(
    '%s is one',
    (cell) => {
      expect(identifier(cell, iso)).toBe(cell);
    },
  );
  test.each(['1.00E+12', '1,00E+12', '3.76E12', '1E+12', '1e12', '9.4e-7', '-1.5E+3'])(
    '%s has lost digits',
    (cell) => {
      expect(() => identifier(cell, iso)).toThrow(`is ${cell}, a number in scientific notation`);
    },
  );
});

describe('times', () => {
  test.each([
    ['2024-03-31', '2024-03-31T00:00:00.000Z', iso],
    ['2024-03-31 09:30:15 +0200', '2024-03-31T07:30:15.000Z', iso],
    ['31/07/2026', '2026-07-30T22:00:00.000Z', french],
    ['31.12.2026 14:30', '2026-12-31T13:30:00.000Z', french],
    ['1-2-2026 14:30:05', '2026-02-01T13:30:05.000Z', french],
    ['2026-07-31', '2026-07-30T22:00:00.000Z', french],
    ['12/31/2026', '2026-12-31T00:00:00.000Z', { ...iso, dates: 'mdy' as const }],
  ])('%s is %s', (cell, time, format) => {
    expect(instant(cell, format).from.toISOString()).toBe(time);
  });
  test.each([
    ['2024-02-30', iso],
    ['31/03/2024', iso],
    ['12/31/2026', french],
    ['31/12/26', french],
    ['31/12-2026', french],
    ['today', iso],
  ])('%s is none', (cell, format) => {
    expect(() => instant(cell, format)).toThrow('a time such as');
    expect(() => day(cell, format)).toThrow('a day such as');
  });
  test('a day stays a day', () => {
    expect(day('2024-02-29', iso)).toBe('2024-02-29');
    expect(day('29/02/2024', french)).toBe('2024-02-29');
    expect(() => day('2024-02-29 10:00', iso)).toThrow('a day such as');
  });
});
