import { expect, it } from 'vitest';
import { isDate, isTimestamp } from '../../src/plan/dates.js';
import { date, timestamp } from '../../src/sandbox/types.js';

const accepts = (type: typeof date, value: string): boolean => {
  const errors: string[] = [];
  type.check(value, '', errors);
  return errors.length === 0;
};

it('takes the days that the sandbox takes', () => {
  for (const year of ['0000', '1900', '2000', '2023', '2024', '9999']) {
    for (const month of ['00', '01', '02', '04', '12', '13']) {
      for (const day of ['00', '01', '28', '29', '30', '31', '32']) {
        const text = `${year}-${month}-${day}`;
        expect([text, isDate(text)]).toEqual([text, accepts(date, text)]);
        const time = `${text}T00:00:00Z`;
        expect([time, isTimestamp(time)]).toEqual([time, accepts(timestamp, time)]);
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
