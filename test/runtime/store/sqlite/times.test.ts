import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  asMs,
  fromText,
  fromTextOrNull,
  toText,
} from '../../../../src/runtime/store/sqlite/times.ts';

describe('times on disk', () => {
  it('reads back every time that it writes', () => {
    const times = fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true });
    fc.assert(fc.property(times, (date) => fromText(toText(date.getTime())) === date.getTime()));
  });

  it('converts every time to the same number in SQL', () => {
    const db = new Database(':memory:');
    const inSql = db.prepare(`SELECT ${asMs('?')}`).pluck();
    const times = fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true });
    fc.assert(fc.property(times, (date) => inSql.get(toText(date.getTime())) === date.getTime()));
    for (const text of ['2025-06-01 10:20:30', '2025-06-01', '2025-06-01T10:20:30+02:00'])
      expect(inSql.get(text)).toBe(fromText(text));
    db.close();
  });

  it.each([
    ['2025-06-01 10:20:30', '2025-06-01T10:20:30.000Z'],
    ['2025-06-01 10:20:30.5', '2025-06-01T10:20:30.500Z'],
    ['2025-06-01T10:20:30', '2025-06-01T10:20:30.000Z'],
    ['2025-06-01T10:20:30.123Z', '2025-06-01T10:20:30.123Z'],
    ['2025-06-01T10:20:30+02:00', '2025-06-01T08:20:30.000Z'],
    ['2025-06-01', '2025-06-01T00:00:00.000Z'],
  ])('takes %s as %s, whatever the time zone of the machine', (text, iso) => {
    expect(toText(fromText(text))).toBe(iso);
  });

  it.each(['soon', '2025-13-01 00:00:00', '1749000000', '2025-06-01 10:20:30 or so'])(
    'refuses %s',
    (text) => {
      expect(() => fromText(text)).toThrow(expect.objectContaining({ code: 'SPM_STORE_CORRUPT' }));
    },
  );

  it('reads null as null', () => {
    expect(fromTextOrNull(null)).toBeNull();
    expect(fromTextOrNull('')).toBeNull();
  });
});
