import * as kit from 'spm-connect/kit';
import { describe, expect, it } from 'vitest';
import { paginate } from '../../../src/connector/pages.ts';

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}

/** A number of items in pages of two, and the requested pages. */
function listing(count: number, first = 1) {
  const asked: unknown[] = [];
  const all = Array.from({ length: count }, (_, n) => n);
  const fetchPage = async (page: number) => {
    asked.push(page);
    return all.slice((page - first) * 2, (page - first) * 2 + 2);
  };
  return { asked, all, fetchPage };
}

describe('a listing whose pages are arrays', () => {
  it('is given the number of the page, and ends with an empty one', async () => {
    const { asked, all, fetchPage } = listing(4);
    expect(await collect(kit.paginate(fetchPage))).toEqual(all);
    expect(asked).toEqual([1, 2, 3]);
  });

  it('ends with one that is shorter than pageSize', async () => {
    const { asked, all, fetchPage } = listing(3);
    expect(await collect(paginate(fetchPage, { startPage: 1, pageSize: 2 }))).toEqual(all);
    expect(asked).toEqual([1, 2]);
  });

  it('starts where it is told, also from 0', async () => {
    const { asked, all, fetchPage } = listing(4, 0);
    expect(await collect(paginate(fetchPage, { startPage: 0 }))).toEqual(all);
    expect(asked).toEqual([0, 1, 2]);
    const later = listing(6);
    expect(await collect(paginate(later.fetchPage, { startPage: 2, pageSize: 2 }))).toEqual([
      2, 3, 4, 5,
    ]);
  });

  it('gives whole pages, and no empty one', async () => {
    const { fetchPage } = listing(4);
    expect(await collect(kit.streamPages(fetchPage))).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(await collect(kit.streamPages(listing(0).fetchPage))).toEqual([]);
  });

  it('stops with an error where it never ends', async () => {
    const endless = async () => [1];
    await expect(collect(kit.paginate(endless, { maxPages: 5 }))).rejects.toMatchObject({
      code: 'SPM_PAGES_ENDLESS',
    });
  });

  it('is told from one with tokens by its options', async () => {
    const { all, fetchPage } = listing(3);
    expect(await collect(paginate(fetchPage, { pageSize: 2 }))).toEqual(all);
    await expect(collect(paginate(fetchPage))).rejects.toMatchObject({
      code: 'SPM_CONNECTOR_INVALID',
      hint: expect.stringContaining('startPage: 1'),
    });
  });
});

describe('a listing with tokens', () => {
  it('is the same with the functions of the kit where it says how it starts', async () => {
    const asked: unknown[] = [];
    const fetchPage = async (token: string | number | null) => {
      asked.push(token);
      return token === null ? { items: ['a'], next: 'b' } : { items: ['c'] };
    };
    expect(await collect(kit.paginate(fetchPage, { start: null }))).toEqual(['a', 'c']);
    expect(asked).toEqual([null, 'b']);
  });
});
