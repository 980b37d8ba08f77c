import { describe, expect, it } from 'vitest';
import { paginate, streamPages } from '../../src/connector/pages.js';
import type { Page } from '../../src/connector/types.js';

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}

/** Three pages, and the requested tokens. */
function listing() {
  const asked: unknown[] = [];
  const pages = new Map<unknown, Page<number>>([
    [null, { items: [1, 2], next: 'b' }],
    ['b', { items: [], next: 0 }],
    [0, { items: [3] }],
  ]);
  const fetchPage = async (token: string | number | null) => {
    asked.push(token);
    return pages.get(token) ?? { items: [], next: null };
  };
  return { asked, fetchPage };
}

describe('streamPages', () => {
  it('yields the items of each page', async () => {
    const { asked, fetchPage } = listing();
    expect(await collect(streamPages(fetchPage))).toEqual([[1, 2], [], [3]]);
    expect(asked).toEqual([null, 'b', 0]);
  });

  it('starts where it is told', async () => {
    const { fetchPage } = listing();
    expect(await collect(streamPages(fetchPage, { start: 'b' }))).toEqual([[], [3]]);
  });

  it('fetches a page only when it is wanted', async () => {
    const { asked, fetchPage } = listing();
    const pages = streamPages(fetchPage);
    await pages.next();
    expect(asked).toEqual([null]);
    await pages.return();
    expect(asked).toEqual([null]);
  });

  it('gives up on a listing that never ends', async () => {
    let page = 0;
    const endless = async () => ({ items: [1], next: ++page });
    await expect(collect(streamPages(endless, { maxPages: 3 }))).rejects.toMatchObject({
      code: 'SPM_PAGES_ENDLESS',
      message: expect.stringContaining('3 pages'),
    });
  });

  it.each([
    ['an empty text', ''],
    ['false', false],
    ['null', null],
    ['nothing', undefined],
  ])('ends with %s as the next token', async (_, next) => {
    const pages = streamPages(async () => ({ items: [1], next: next as null }), { maxPages: 5 });
    expect(await collect(pages)).toEqual([[1]]);
  });

  it.each([
    ['itself', ['a', 'a'], undefined],
    ['one of two in turn', ['a', 'b', 'a'], undefined],
    ['the one that it started with', ['b', 'a'], 'a'],
    ['a number', [100, 200, 100], undefined],
    ['the first of many', [...Array.from({ length: 5000 }, (_, page) => page), 0], undefined],
  ])('gives up at once when a token comes again: %s', async (_, tokens, start) => {
    let fetched = 0;
    const listing = async () => ({ items: [1], next: tokens[fetched++ % tokens.length] ?? null });
    await expect(collect(streamPages(listing, { start: start ?? null }))).rejects.toMatchObject({
      code: 'SPM_PAGES_ENDLESS',
      cause: expect.stringContaining('was fetched before'),
    });
    expect(fetched).toBe(tokens.length);
  });

  it('takes tokens of any type that can be told apart', async () => {
    const tokens: unknown[] = [5n, 6n, 0, { after: 1 }, { after: 2 }, '1', 1, null];
    const asked: unknown[] = [];
    const listing = async (token: unknown) => ({
      items: [asked.push(token)],
      next: tokens[asked.length - 1] as string,
    });
    expect((await collect(paginate(listing))).length).toBe(tokens.length);
    expect(asked).toEqual([null, ...tokens.slice(0, -1)]);
    await expect(
      collect(paginate(async () => ({ items: [1], next: 5n as unknown as string }))),
    ).rejects.toMatchObject({ code: 'SPM_PAGES_ENDLESS', cause: expect.stringContaining('5n') });
  });

  const circle: unknown[] = [];
  circle.push(circle);

  it.each([
    ['a symbol', Symbol('next'), 'of type symbol'],
    ['NaN', Number.NaN, 'NaN'],
    ['what holds itself', circle, 'of type object'],
    ['a function', () => 1, 'of type function'],
  ])('rejects a token that cannot be told from others: %s', async (_, next, type) => {
    const listing = async () => ({ items: [1], next: next as unknown as string });
    const read: number[] = [];
    const reading = async () => {
      for await (const item of paginate(listing)) read.push(item);
    };
    await expect(reading()).rejects.toMatchObject({
      code: 'SPM_CONNECTOR_INVALID',
      cause: `that of page 1 is ${type}, which cannot be compared`,
    });
    expect(read).toEqual([1]);
  });

  it('reads a listing of exactly maxPages', async () => {
    const { fetchPage } = listing();
    expect(await collect(streamPages(fetchPage, { maxPages: 3 }))).toHaveLength(3);
  });

  it('refuses what is no page', async () => {
    const rows = async () => [1] as unknown as Page<number>;
    await expect(collect(streamPages(rows))).rejects.toMatchObject({
      code: 'SPM_CONNECTOR_INVALID',
    });
  });
});

describe('paginate', () => {
  it('yields item by item', async () => {
    expect(await collect(paginate(listing().fetchPage))).toEqual([1, 2, 3]);
  });

  it('does not look finished when it was interrupted', async () => {
    const { asked, fetchPage } = listing();
    const stop = new AbortController();
    const reading = async () => {
      for await (const _ of paginate(fetchPage, { signal: stop.signal }))
        stop.abort(new Error('stop'));
    };
    await expect(reading()).rejects.toThrow('stop');
    expect(asked).toEqual([null]);
  });

  it('passes on what fetchPage throws', async () => {
    const broken = async () => {
      throw new Error('502');
    };
    await expect(collect(paginate(broken))).rejects.toThrow('502');
  });
});
