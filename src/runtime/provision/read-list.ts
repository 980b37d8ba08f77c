import type { SpmEnvelope } from '@shopimind/sdk-js';
import { listAll, type PageQuery } from '../api/pages.js';

/** After this many readings, the list is used even if it still changes. */
const READINGS = 3;

/**
 * The rows of a list route, each once. Pages have no guaranteed order: a row that appears twice may have hidden
 * another one, so the list is then read again. The rows of all readings are merged. Throws the errors of `unwrap`.
 */
export async function readList<T extends { id: number | null }>(
  fetchPage: (query: PageQuery) => Promise<SpmEnvelope>,
  what: string,
  parse: (row: unknown) => T | null,
): Promise<T[]> {
  const found = new Map<unknown, T>();
  for (let reading = 0; reading < READINGS; reading += 1) {
    const rows = (await listAll(fetchPage, { what })).flatMap((row) => parse(row) ?? []);
    for (const row of rows) found.set(row.id ?? row, row);
    if (new Set(rows.map((row) => row.id ?? row)).size === rows.length) break;
  }
  return [...found.values()];
}
