import { TIMESTAMP } from './limits.js';

/** `YYYY-MM-DD`, and a day that exists. */
export function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && isDay(text);
}

/** ISO 8601 in UTC, such as `2026-01-31T08:00:00Z`, and a day that exists. */
export function isTimestamp(text: string): boolean {
  return TIMESTAMP.test(text) && isDay(text.slice(0, 10));
}

/** 30 February is read as a day in March, and so does not come back as it was. */
function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
