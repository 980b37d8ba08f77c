import { describe, expect, test } from 'vitest';
import {
  day,
  decimal,
  flag,
  instant,
  integer,
  oneOf,
  optional,
  requiredText,
} from '../src/columns.ts';

test('an empty cell is null where it may be empty', () => {
  expect(optional(integer)('')).toBeNull();
  expect(optional(integer)('7')).toBe(7);
  expect(() => requiredText('')).toThrow('is empty');
});

describe('numbers', () => {
  test('are read as they stand', () => {
    expect(integer('-12')).toBe(-12);
    expect(decimal('12.50')).toBe(12.5);
  });
  test.each(['', '12,50', '1e3', '0x10', '1 000', 'NaN'])('%j is none', (cell) => {
    expect(() => decimal(cell)).toThrow('a number such as 12.50');
    expect(() => integer(cell)).toThrow('an integer');
  });
  test('an integer that would lose digits is refused', () => {
    expect(() => integer('90071992547409931')).toThrow('an integer');
  });
});

test('flags come in the usual words', () => {
  expect(['1', 'TRUE', 'yes'].map(flag)).toEqual([true, true, true]);
  expect(['0', 'false', 'No'].map(flag)).toEqual([false, false, false]);
  expect(() => flag('maybe')).toThrow('is "maybe"');
});

test('a list names what it takes', () => {
  expect(() => oneOf(['a', 'b'])('c')).toThrow('is "c" where one of a, b is expected');
});

describe('times', () => {
  test.each([
    ['2024-03-31', '2024-03-31T00:00:00.000Z'],
    ['2024-03-31 09:30', '2024-03-31T09:30:00.000Z'],
    ['2024-03-31T09:30:15Z', '2024-03-31T09:30:15.000Z'],
    ['2024-03-31T09:30:15.250+02:00', '2024-03-31T07:30:15.250Z'],
  ])('%s is %s', (cell, iso) => {
    expect(instant(cell).toISOString()).toBe(iso);
  });
  test.each(['2024-02-30', '2024-13-01', '31/03/2024', '2024-03-31T25:00:00Z', 'today'])(
    '%s is none',
    (cell) => {
      expect(() => instant(cell)).toThrow('a time such as');
    },
  );
  test('a day stays a day', () => {
    expect(day('2024-02-29')).toBe('2024-02-29');
    expect(() => day('2023-02-29')).toThrow('a day such as');
  });
});
