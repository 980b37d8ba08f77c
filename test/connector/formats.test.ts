import { expect, it } from 'vitest';
import { isDate, isEmail, isTimestamp } from '../../src/connector/formats.js';

/** Date reads 30 February as a day in March, so the text does not come back unchanged. */
function isDay(text: string): boolean {
  const time = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text);
}

it('takes days of the calendar', () => {
  for (const year of ['0000', '1900', '2000', '2023', '2024', '9999']) {
    for (const month of ['00', '01', '02', '04', '12', '13']) {
      for (const day of ['00', '01', '28', '29', '30', '31', '32']) {
        const text = `${year}-${month}-${day}`;
        expect([text, isDate(text)]).toEqual([text, isDay(text)]);
        expect([text, isTimestamp(`${text}T00:00:00Z`)]).toEqual([text, isDay(text)]);
      }
    }
  }
});

it.each(['', '2026-1-1', '2026-01-01 ', '2026-01-01T24:00:00Z', '2026-01-01T00:00:00'])(
  'takes %j for neither',
  (text) => {
    expect([isDate(text), isTimestamp(text)]).toEqual([false, false]);
  },
);

it.each(['ada@example.com', 'a.b+c@shop.example.co'])('takes %j for an address', (text) => {
  expect(isEmail(text)).toBe(true);
});

it.each(['ada', '@example.com', 'a@b', '.a@example.com', 'a..b@example.com', 'a b@example.com', 1])(
  'takes %j for no address',
  (value) => {
    expect(isEmail(value)).toBe(false);
  },
);
