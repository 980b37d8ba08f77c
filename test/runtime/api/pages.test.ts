import type { SpmEnvelope } from '@shopimind/sdk-js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listAll, type PageQuery } from '../../../src/runtime/api/pages.js';

const ok = (data: unknown): SpmEnvelope => ({ ok: true, statusCode: 200, data, error: null });
const options = { what: 'Listing things' };

/** A server with `total` rows and pages of at most `size`. */
function server(total: number, size: number, meta: (query: PageQuery, sent: number) => unknown) {
  const queries: PageQuery[] = [];
  const fetchPage = async (query: PageQuery) => {
    queries.push(query);
    const rows = Array.from({ length: total }, (_, id) => ({ id }));
    const data = rows.slice(query.offset, query.offset + Math.min(size, query.limit));
    return ok({ statusCode: 200, data, meta: meta(query, query.offset + data.length) });
  };
  return { fetchPage, queries };
}

describe('listAll', () => {
  it('reads every row once, whatever the size of the pages and the way the end is told', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(450),
        fc.integer({ min: 1, max: 150 }),
        fc.boolean(),
        async (total, size, byTotal) => {
          const { fetchPage, queries } = server(total, size, (_, sent) => ({
            pagination: byTotal ? { total_items: String(total) } : { has_next_page: sent < total },
          }));
          const rows = await listAll(fetchPage, options);
          expect(rows).toEqual(Array.from({ length: total }, (_, id) => ({ id })));
          expect(queries.length).toBeLessThanOrEqual(
            Math.max(1, Math.ceil(total / Math.min(size, 100))),
          );
          expect(queries.every(({ limit }) => limit === 100)).toBe(true);
        },
      ),
      { numRuns: 50 },
    );
  });

  it.each([
    ['an array', ok([{ id: 1 }])],
    ['data without meta', ok({ statusCode: 200, data: [{ id: 1 }] })],
    ['data without a status', ok({ data: [{ id: 1 }], meta: {} })],
  ])('takes %s as complete', async (_, envelope) => {
    let calls = 0;
    const fetchPage = async () => {
      calls += 1;
      return envelope;
    };
    expect(await listAll(fetchPage, options)).toEqual([{ id: 1 }]);
    expect(calls).toBe(1);
  });

  it('takes what is no list as empty', async () => {
    expect(await listAll(async () => ok({ statusCode: 200, data: null }), options)).toEqual([]);
  });

  it('ends when the server ignores the offset', async () => {
    let calls = 0;
    const fetchPage = async () => {
      calls += 1;
      return ok({ data: [{ id: 1 }], meta: { pagination: { has_next_page: true } } });
    };
    expect(await listAll(fetchPage, options)).toEqual([{ id: 1 }]);
    expect(calls).toBe(2);
  });

  it('gives up on a list that never ends', async () => {
    const { fetchPage } = server(1000, 10, () => ({ pagination: { has_next_page: true } }));
    await expect(listAll(fetchPage, { ...options, maxPages: 3 })).rejects.toMatchObject({
      code: 'SPM_API_ERROR',
      message: expect.stringContaining('3 pages'),
    });
  });

  it('throws what the API answers', async () => {
    const refused: SpmEnvelope = {
      ok: false,
      statusCode: 400,
      data: { message: 'no' },
      error: null,
    };
    await expect(listAll(async () => refused, options)).rejects.toThrow(
      'Listing things failed: no',
    );
  });
});
