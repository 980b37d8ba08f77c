import { SpmCustomers, SpmOrdersCarriers } from '@shopimind/sdk-js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BulkFunction } from '../../../../src/connector/types.ts';
import type { SettledReject } from '../../../../src/runtime/sync/push/call.ts';
import { makeSendBulk } from '../../../../src/runtime/sync/push/send-bulk.ts';
import { accepted, type Script, scriptedApi } from '../../../helpers/scriptedApi.ts';
import { customers, type LogLine, memoryLogger } from '../../../helpers/syncBench.ts';

function pushWith(script?: Script) {
  const api = scriptedApi(script);
  const rejects: SettledReject[] = [];
  const lines: LogLine[] = [];
  const sendBulk = makeSendBulk(api.client, memoryLogger(lines), (reject) => {
    rejects.push(reject);
  });
  return { ...api, rejects, lines, sendBulk };
}

const numbered = (count: number) =>
  customers(...Array.from({ length: count }, (_, index) => String(index)));
const idsOf = (body: Record<string, unknown>[]) => body.map((item) => String(item.customer_id));
/** Answers like the API: 200 with rejects if at least one item is valid, otherwise 400. */
const refusing =
  (bad: Set<string>): Script =>
  ({ body }) => {
    const ids = idsOf(body);
    if (ids.some((id) => bad.has(id))) {
      return { status: 400, body: { statusCode: 400, message: ['email must be an email'] } };
    }
    return undefined;
  };

describe('makeSendBulk', () => {
  it("splits into requests of the resource's limit", async () => {
    const { sendBulk, requests } = pushWith();
    const result = await sendBulk(SpmCustomers.bulkSave, numbered(120));
    expect(requests.map(({ body }) => body.length)).toEqual([50, 50, 20]);
    expect(result).toMatchObject({ sent: 120, rejected: 0, rejectedItems: [] });
    await sendBulk(SpmOrdersCarriers.bulkSave, numbered(120));
    expect(requests.slice(3).map(({ body }) => body.length)).toEqual([100, 20]);
  });

  it('knows the resource by the route, whichever function calls it', async () => {
    const { sendBulk, requests } = pushWith();
    const wrapped: BulkFunction = (client, items) => SpmCustomers.bulkSave(client, items);
    await sendBulk(wrapped, numbered(60));
    await sendBulk(wrapped, numbered(30), { chunkSize: 15 });
    expect(requests.map(({ body }) => body.length)).toEqual([50, 10, 15, 15]);
  });

  it('uses the smallest limit for an unknown route', async () => {
    const { sendBulk, requests } = pushWith();
    await sendBulk((client, items) => client.post('things', items), numbered(30));
    expect(requests.map(({ body }) => body.length)).toEqual([20, 10]);
  });

  it('sends nothing for an empty list', async () => {
    const { sendBulk, requests } = pushWith();
    expect(await sendBulk(SpmCustomers.bulkSave, [])).toEqual({
      sent: 0,
      rejected: 0,
      rejectedItems: [],
      rejected_items: [],
    });
    expect(requests).toEqual([]);
  });

  it('returns, logs and reports rejects, by their positions in the whole array', async () => {
    const { sendBulk, rejects, lines } = pushWith(({ body }, index) =>
      index === 1 ? { body: accepted(body, { 3: ['no', 'good'] }) } : undefined,
    );
    const result = await sendBulk(SpmCustomers.bulkSave, numbered(60));
    const reject = { index: 53, item: { customer_id: '53' }, errors: ['no', 'good'], status: 200 };
    const both = { rejectedItems: [reject], rejected_items: [reject] };
    expect(result).toEqual({ sent: 59, rejected: 1, ...both });
    expect(rejects).toMatchObject([{ ...reject, key: 'customers:53' }]);
    expect(lines).toHaveLength(1);
  });

  it('turns a 400 for a batch of one item into a reject', async () => {
    const { sendBulk, rejects, requests } = pushWith(refusing(new Set(['0'])));
    const result = await sendBulk(SpmCustomers.bulkSave, numbered(1));
    expect(result).toMatchObject({ sent: 0, rejected: 1 });
    expect(rejects[0]).toMatchObject({ errors: ['email must be an email'], status: 400 });
    expect(requests).toHaveLength(1);
  });

  it('searches a rejected batch for its bad items, wherever they are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(70),
        fc.uniqueArray(fc.nat(69), { maxLength: 6 }),
        async (count, bad) => {
          const { sendBulk, rejects } = pushWith(refusing(new Set(bad.map(String))));
          const result = await sendBulk(SpmCustomers.bulkSave, numbered(count));
          const expected = bad.filter((n) => n < count).sort((a, b) => a - b);
          expect(rejects.map(({ index }) => index).sort((a, b) => a - b)).toEqual(expected);
          expect(result.rejectedItems.map(({ index }) => index)).toEqual(expected);
          expect(result.sent).toBe(count - expected.length);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('needs no search when the 400 names every item', async () => {
    const { sendBulk, requests, rejects } = pushWith(({ body }) => ({
      status: 400,
      body: { statusCode: 400, rejected_items: body.map((_, index) => ({ index, errors: 'bad' })) },
    }));
    await sendBulk(SpmCustomers.bulkSave, numbered(4));
    expect(requests).toHaveLength(1);
    expect(rejects).toHaveLength(4);
  });

  it('halves a batch that is too large', async () => {
    const { sendBulk, requests } = pushWith(({ body }) =>
      body.length > 12 ? { status: 413 } : undefined,
    );
    expect(await sendBulk(SpmCustomers.bulkSave, numbered(40))).toMatchObject({ sent: 40 });
    expect(requests.map(({ body }) => body.length)).toEqual([40, 20, 10, 10, 20, 10, 10]);
  });

  it("throws an error for the status, with the API's message", async () => {
    const message = 'the words of the API';
    for (const [status, code] of [
      [401, 'SPM_API_UNAUTHORIZED'],
      [403, 'SPM_API_UNAUTHORIZED'],
      [0, 'SPM_API_UNREACHABLE'],
      [429, 'SPM_API_ERROR'],
      [500, 'SPM_API_ERROR'],
      [503, 'SPM_API_ERROR'],
    ] as const) {
      const { sendBulk, requests } = pushWith(() => ({ status, body: { message } }));
      const sent = sendBulk(SpmCustomers.bulkSave, numbered(60));
      await expect(sent).rejects.toMatchObject({
        code,
        cause: expect.stringContaining(status === 0 ? 'ECONNREFUSED' : message),
      });
      expect(requests).toHaveLength(1);
    }
  });

  it('throws when the answer does not account for every item', async () => {
    const envelope = { statusCode: 200, sent_count: 2, rejected_count: 1 };
    for (const body of [
      { ...envelope, rejected_items: [] },
      { ...envelope, rejected_items: [{ index: 3, errors: ['x'] }] },
      { ...envelope, rejected_items: [{ index: -1, errors: ['x'] }] },
      { ...envelope, rejected_items: [{ errors: ['x'] }] },
      { ...envelope, sent_count: 1, rejected_items: [{ index: 0, errors: ['x'] }] },
      { sent_count: 1, rejected_count: 2, rejected_items: [{ index: 0 }, { index: 0 }] },
      { sent_count: 2, rejected_count: 0, rejected_items: [] },
      { sent_count: 4 },
    ]) {
      const { sendBulk } = pushWith(() => ({ body }));
      await expect(sendBulk(SpmCustomers.bulkSave, numbered(3))).rejects.toMatchObject({
        code: 'SPM_API_ERROR',
        message: expect.stringContaining('account for every item'),
      });
    }
  });

  it('reads counts one level down, as texts, or from the rejects only', async () => {
    for (const body of [
      {
        statusCode: 200,
        data: { sent_count: 2, rejected_count: 1, rejected_items: [{ index: 1 }] },
      },
      { sent_count: '2', rejected_count: '1', rejected_items: [{ index: '1', error: 'x' }] },
      { rejected_items: [{ index: 1, errors: 'x' }] },
    ]) {
      const { sendBulk } = pushWith(() => ({ body }));
      expect(await sendBulk(SpmCustomers.bulkSave, numbered(3))).toMatchObject({
        sent: 2,
        rejected: 1,
      });
    }
  });

  it.each([
    [{ statusCode: 200 }],
    [{ statusCode: 200, data: {} }],
    ['<html>Welcome</html>'],
    [''],
    [[]],
  ])('takes nothing for acknowledged by an answer without counts: %j', async (body) => {
    const { sendBulk } = pushWith(() => ({ body }));
    await expect(sendBulk(SpmCustomers.bulkSave, numbered(3))).rejects.toMatchObject({
      code: 'SPM_API_ERROR',
      cause: expect.stringContaining(JSON.stringify(body)),
    });
  });

  it('sends simultaneous calls one after another, in order', async () => {
    let open = 0;
    const { sendBulk, requests } = pushWith(async () => {
      expect(++open).toBe(1);
      await new Promise(setImmediate);
      open--;
      return undefined;
    });
    await Promise.all([
      sendBulk(SpmCustomers.bulkSave, numbered(60)),
      sendBulk(SpmCustomers.bulkSave, customers('last')),
    ]);
    expect(requests.map(({ body }) => body.length)).toEqual([50, 10, 1]);
  });
});
