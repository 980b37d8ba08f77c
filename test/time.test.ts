import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTimeZone, parseTime, touches } from '../src/time.js';

const read = (text: string, zone?: string) => {
  const span = parseTime(text, zone);
  return span && [span.from.toISOString(), span.until.getTime() - span.from.getTime()];
};

const SECOND = 1000;
const HOUR = 3_600_000;

describe('parseTime', () => {
  it.each([
    ['2026-11-01', '2026-11-01T00:00:00.000Z', 24 * HOUR],
    ['2026-11-01 10:00', '2026-11-01T10:00:00.000Z', 60 * SECOND],
    ['2026-11-01T10:00Z', '2026-11-01T10:00:00.000Z', 60 * SECOND],
    ['2026-11-01 10:00:00', '2026-11-01T10:00:00.000Z', SECOND],
    ['2026-11-01 10:00:00.5', '2026-11-01T10:00:00.500Z', 100],
    ['2026-11-01T10:00:00.25Z', '2026-11-01T10:00:00.250Z', 10],
    ['2026-11-01T10:00:00,250Z', '2026-11-01T10:00:00.250Z', 1],
    ['2026-11-01 10:00:00.123456', '2026-11-01T10:00:00.123Z', 1],
    ['2026-11-01T10:00:00.123456789Z', '2026-11-01T10:00:00.123Z', 1],
    ['2026-11-01 10:00:00 +0100', '2026-11-01T09:00:00.000Z', SECOND],
    ['2026-11-01 10:00:00+00', '2026-11-01T10:00:00.000Z', SECOND],
    ['2026-11-01 10:00:00.123456+02', '2026-11-01T08:00:00.123Z', 1],
    ['2026-11-01T10:00:00-03:30', '2026-11-01T13:30:00.000Z', SECOND],
    ['2026-11-01T10:00:00+0545', '2026-11-01T04:15:00.000Z', SECOND],
    ['2026-11-01t10:00:00z', '2026-11-01T10:00:00.000Z', SECOND],
    ['2026-11-01 10:00:00 UTC', '2026-11-01T10:00:00.000Z', SECOND],
    ['2026-11-01 10:00:00 GMT', '2026-11-01T10:00:00.000Z', SECOND],
    ['2024-02-29', '2024-02-29T00:00:00.000Z', 24 * HOUR],
    ['0001-01-01', '0001-01-01T00:00:00.000Z', 24 * HOUR],
  ])('reads %s', (text, from, length) => {
    expect(read(text)).toEqual([from, length]);
  });

  it.each([
    '',
    'today',
    '2026-02-30',
    '2025-02-29T10:00:00Z',
    '2026-13-01',
    '0000-00-00',
    '2026-11-01T24:00:00Z',
    '2026-11-01T25:00:00Z',
    '2026-11-01T10:60:00Z',
    '2026-11-01T10',
    '2026-11-01 10:00:00 +01000',
    '2026-11-01 10:00:00 +1500',
    '2026-11-01 10:00:00 +0160',
    '2026-11-01Z',
    '2026-11-01 10:00:00 CET',
    '2026-11-01 10:00:00.',
    '31/12/2026',
    '20261101',
    '1700000000',
  ])('refuses %j', (text) => {
    expect(parseTime(text)).toBeUndefined();
  });

  it.each([
    ['in winter', '2026-01-15 10:00:00', 'Europe/Paris', '2026-01-15T09:00:00.000Z', SECOND],
    ['in summer', '2026-07-15 10:00:00', 'Europe/Paris', '2026-07-15T08:00:00.000Z', SECOND],
    ['by the half hour', '2026-07-15 10:00', 'Asia/Kolkata', '2026-07-15T04:30:00.000Z', 60_000],
    ['with an offset', '2026-07-15 10:00:00Z', 'Europe/Paris', '2026-07-15T10:00:00.000Z', SECOND],
    ['a short day', '2026-03-29', 'Europe/Paris', '2026-03-28T23:00:00.000Z', 23 * HOUR],
    ['a long day', '2026-10-25', 'Europe/Paris', '2026-10-24T22:00:00.000Z', 25 * HOUR],
    ['skipped', '2026-03-29 02:30:00', 'Europe/Paris', '2026-03-29T01:30:00.000Z', SECOND],
    ['twice', '2026-10-25 02:30:00', 'Europe/Paris', '2026-10-25T00:30:00.000Z', HOUR + SECOND],
    ['after it', '2026-10-25 03:00:00', 'Europe/Paris', '2026-10-25T02:00:00.000Z', SECOND],
    ['far west', '2026-03-08 12:00:00', 'America/Los_Angeles', '2026-03-08T19:00:00.000Z', SECOND],
  ])('reads a local time: %s', (_, text, zone, from, length) => {
    expect(read(text, zone)).toEqual([from, length]);
  });

  it('reads back every instant, in UTC and in a zone that shows it with its offset', () => {
    const most = Date.parse('9999-12-31T00:00:00Z');
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: most }),
        fc.integer({ min: -14 * 60, max: 14 * 60 }),
        (at, ahead) => {
          const two = (value: number) => String(Math.trunc(value)).padStart(2, '0');
          const [sign, size] = [ahead < 0 ? '-' : '+', Math.abs(ahead)];
          const local = new Date(at + ahead * 60_000).toISOString().slice(0, -1);
          if (local.startsWith('+')) return;
          const text = `${local.replace('T', ' ')}${sign}${two(size / 60)}${two(size % 60)}`;
          expect(parseTime(text)?.from.getTime()).toBe(at);
          expect(parseTime(new Date(at).toISOString())?.from.getTime()).toBe(at);
        },
      ),
    );
  });

  it('shows in its zone what was read in it', () => {
    const zones = ['Europe/Paris', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Tokyo', 'UTC'];
    const least = Date.parse('1990-01-01T00:00:00Z');
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 40 * 365 * 24 * 60 }),
        (timeZone, minutes) => {
          const at = new Date(least + minutes * 60_000);
          const shown = at.toLocaleString('sv-SE', { timeZone });
          const span = parseTime(shown, timeZone);
          expect(span && span.from <= at && span.until > at, shown).toBe(true);
        },
      ),
    );
  });
});

describe('touches', () => {
  const at = (text: string) => new Date(text);
  const window = { since: at('2026-11-30T12:00:00.500Z'), until: at('2026-12-01T00:00:00Z') };

  it.each([
    ['2026-11-30', true],
    ['2026-11-29', false],
    ['2026-12-01', false],
    ['2026-11-30 12:00', true],
    ['2026-11-30 12:00:00', true],
    ['2026-11-30 12:00:00.499', false],
    ['2026-11-30 12:00:00.500', true],
    ['2026-11-30 11:59:59', false],
    ['2026-11-30 23:59:59.999999', true],
    ['2062-01-01', false],
  ])('%s: %s', (text, expected) => {
    const span = parseTime(text);
    expect(span && touches(span, window)).toBe(expected);
  });

  it('goes back as far as there is, without a start', () => {
    const span = parseTime('1999-01-01');
    expect(span && touches(span, { ...window, since: null })).toBe(true);
  });
});

it('knows the names of time zones', () => {
  expect(['Europe/Paris', 'UTC', 'America/New_York'].every(isTimeZone)).toBe(true);
  expect(['Mars', '', 'Europe/Paris '].some(isTimeZone)).toBe(false);
});
