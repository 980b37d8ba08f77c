/**
 * Times on disk: ISO-8601 UTC with milliseconds and `Z`. The ecosystem's older `YYYY-MM-DD HH:MM:SS`, also UTC, is
 * read as well. The two formats do not sort together as text, so times compare as numbers, and rows sort by id.
 */
import { SpmError } from '../../../errors.js';
import { parseTime } from '../../../time.js';

export function toText(ms: number): string {
  return new Date(ms).toISOString();
}

export function toTextOrNull(ms: number | null): string | null {
  return ms === null ? null : toText(ms);
}

/** Returns milliseconds since the epoch. Throws SPM_STORE_CORRUPT when the text is not a time. */
export function fromText(text: string): number {
  const time = parseTime(text);
  if (time === undefined) {
    throw new SpmError('SPM_STORE_CORRUPT', 'The store holds a time that cannot be read', {
      cause: `"${text}" is not a time`,
      hint: 'Correct the value with an SQLite client, or restore a backup of the store.',
    });
  }
  return time.from.getTime();
}

/** SQL that converts a column to milliseconds since the epoch, like `fromText`. */
export const asMs = (column: string): string => `ROUND(unixepoch(${column}, 'subsec') * 1000)`;

export function fromTextOrNull(text: string | null): number | null {
  return text === null || text === '' ? null : fromText(text);
}
