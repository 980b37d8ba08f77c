/** Reads a whole list route page by page, for any paging behaviour of the server. */
import type { SpmEnvelope } from '@shopimind/sdk-js';
import { SpmError } from '../../errors.js';
import { unwrapBody } from './envelope.js';

/** The largest page of the definition listing: the API replaces larger values by 10. */
export const PAGE_SIZE = 100;

export interface PageQuery {
  limit: number;
  /** Rows to skip. */
  offset: number;
}

export interface PageOptions {
  /** What is read, for errors: `Listing the events`. */
  what: string;
  /** Throws SPM_API_ERROR after this many pages: a server that never ends its list. Default 1,000. */
  maxPages?: number;
}

/**
 * The pages of a list route. A body without `meta.pagination` is the whole list. Ends when the server says so, at an
 * empty page, or when the server ignores `offset` and returns the same page again. Rows may come twice when the list
 * changes meanwhile. Throws the errors of `unwrap`.
 */
export async function* listPages(
  fetchPage: (query: PageQuery) => Promise<SpmEnvelope>,
  { what, maxPages = 1000 }: PageOptions,
): AsyncGenerator<unknown[], void, undefined> {
  let offset = 0;
  let previous = '';
  for (let page = 0; page < maxPages; page += 1) {
    const body = unwrapBody(await fetchPage({ limit: PAGE_SIZE, offset }), what);
    const rows = rowsOf(body);
    const seen = JSON.stringify(rows);
    if (rows.length === 0 || seen === previous) return;
    yield rows;
    offset += rows.length;
    previous = seen;
    if (!hasMore(body, offset)) return;
  }
  throw new SpmError(
    'SPM_API_ERROR',
    `${what} failed: the list did not end after ${maxPages} pages`,
    {
      hint: 'The server keeps announcing a next page; report this with the target.',
    },
  );
}

/** All rows of a list route. */
export async function listAll(
  fetchPage: (query: PageQuery) => Promise<SpmEnvelope>,
  options: PageOptions,
): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const rows of listPages(fetchPage, options)) {
    for (const row of rows) all.push(row);
  }
  return all;
}

function rowsOf(body: unknown): unknown[] {
  if (Array.isArray(body)) return body;
  const data = property(body, 'data');
  return Array.isArray(data) ? data : [];
}

/** The offset grows by the received rows, so that smaller pages than requested lose no row. */
function hasMore(body: unknown, offset: number): boolean {
  const pagination = property(property(body, 'meta'), 'pagination');
  const next = property(pagination, 'has_next_page');
  if (typeof next === 'boolean') return next;
  const total = Number(property(pagination, 'total_items'));
  return Number.isFinite(total) && total > offset;
}

function property(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return (value as Record<string, unknown>)[key];
}
