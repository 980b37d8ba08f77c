import { SpmError } from '../errors.js';
import { Seen } from './seen.js';

export interface Page<T> {
  items: T[];
  /** Token of the next page; null, false, empty or absent on the last page. */
  next?: string | number | false | null;
}

export type FetchPage<T> = (token: string | number | null) => Promise<Page<T>>;

/** Returns the items of a page. The last page is empty or shorter than `pageSize`. */
export type FetchNumberedPage<T> = (page: number) => Promise<readonly T[]>;

/** With one of these options a listing is numbered, and its pages are arrays. */
export interface NumberedOptions {
  /** The number of the first page. Default 1. */
  startPage?: number;
  /** The number of items on every page except the last. */
  pageSize?: number;
}

export interface PaginateOptions extends NumberedOptions {
  start?: string | number | null;
  /** Throws after this many pages, in case the partner's listing never ends. Default 100,000. */
  maxPages?: number;
  signal?: AbortSignal;
}

const MAX_PAGES = 100_000;

/**
 * Fetches pages one by one, when the consumer asks for them, and yields the items of each as an array. A page is `{
 * items, next }`, or an array with `startPage` or `pageSize`. Throws the error of `fetchPage`; the reason of an
 * aborted signal, because an interrupted listing must not look complete; and SPM_PAGES_ENDLESS when a token repeats or
 * after `maxPages`.
 */
export async function* streamPages<T>(
  fetchPage: FetchPage<T> | FetchNumberedPage<T>,
  options: PaginateOptions = {},
): AsyncGenerator<T[], void, undefined> {
  const { start = null, maxPages = MAX_PAGES, signal } = options;
  const fetch = asTokenPages(fetchPage, options);
  const asked = new Seen();
  let token = start;
  for (let pages = 0; pages < maxPages; pages++) {
    signal?.throwIfAborted();
    asked.add(textOf(token, pages));
    const page = await fetch(token);
    if (page === null) return;
    if (!Array.isArray(page?.items)) throw notAPage(token);
    yield page.items;
    if (isEnd(page.next)) return;
    token = page.next;
    if (asked.has(textOf(token, pages + 1))) throw roundInCircles(token, pages + 1);
  }
  throw new SpmError('SPM_PAGES_ENDLESS', `The listing did not end after ${maxPages} pages`, {
    cause: `the last page still names a next one: ${textOf(token, maxPages)}`,
    hint: 'Return no `next` from the last page, or raise `maxPages` if the listing really is that long.',
  });
}

/** Tells tokens apart: at run time they can be of any type. */
function textOf(token: unknown, pages: number): string {
  if (typeof token === 'bigint') return `${token}n`;
  const isToken = typeof token !== 'number' || Number.isFinite(token);
  const text = isToken ? jsonOf(token) : undefined;
  if (text !== undefined) return text;
  throw new SpmError('SPM_CONNECTOR_INVALID', 'A page of a listing has an invalid `next`', {
    cause: `that of page ${pages} is ${shownType(token)}, which cannot be compared`,
    hint: 'Return a text or a number as `next`, and no `next` from the last page.',
  });
}

const shownType = (value: unknown): string =>
  typeof value === 'number' ? String(value) : `of type ${typeof value}`;

function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

function isEnd(next: Page<unknown>['next']): next is '' | false | null | undefined {
  return next === undefined || next === null || next === '' || next === false;
}

function roundInCircles(token: string | number, pages: number): SpmError {
  const shown = textOf(token, pages);
  return new SpmError('SPM_PAGES_ENDLESS', 'The listing repeats a page', {
    cause: `page ${pages} names ${shown} as the next one, which was fetched before`,
    hint: 'Return the token of the next page as `next`, and no `next` from the last page.',
  });
}

/** Like `streamPages`, item by item. */
export async function* paginate<T>(
  fetchPage: FetchPage<T> | FetchNumberedPage<T>,
  options: PaginateOptions = {},
): AsyncGenerator<T, void, undefined> {
  for await (const items of streamPages(fetchPage, options)) yield* items;
}

/** Turns a numbered listing into one with tokens. Null means a page after the last. */
function asTokenPages<T>(
  fetchPage: FetchPage<T> | FetchNumberedPage<T>,
  { startPage, pageSize }: NumberedOptions,
): (token: string | number | null) => Promise<Page<T> | null> {
  const fetch = fetchPage as (token: string | number | null) => Promise<Page<T> | T[]>;
  if (startPage === undefined && pageSize === undefined) return fetchPage as FetchPage<T>;
  return async (token) => {
    const asked = token ?? startPage ?? 1;
    const page = await fetch(asked);
    if (!Array.isArray(page)) return page;
    if (page.length === 0) return null;
    const isLast = pageSize !== undefined && page.length < pageSize;
    return { items: page, next: isLast ? null : Number(asked) + 1 };
  };
}

function notAPage(token: string | number | null): SpmError {
  return new SpmError('SPM_CONNECTOR_INVALID', 'A page of a listing has no items', {
    cause: `fetchPage(${textOf(token, 0)}) did not resolve to { items: [...], next? }`,
    hint: 'Return an empty array for a page without items. Pages that are arrays need { startPage: 1 } or a pageSize.',
  });
}
