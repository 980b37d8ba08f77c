import { SpmCustomers } from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import type { ApiRecord } from '../../../src/connector/types.ts';
import type { SpmError } from '../../../src/errors.ts';
import { makeCustomData, makeWithSource } from '../../../src/runtime/context/handles.ts';
import type { SettledReject } from '../../../src/runtime/sync/push/call.ts';
import { makeSendBulk } from '../../../src/runtime/sync/push/send-bulk.ts';
import { accepted, type Script, scriptedApi } from '../../helpers/scriptedApi.ts';
import { customers, memoryLogger } from '../../helpers/syncBench.ts';

function pushWith(script?: Script) {
  const api = scriptedApi(script);
  const rejects: SettledReject[] = [];
  const sendBulk = makeSendBulk(api.client, memoryLogger(), (reject) => {
    rejects.push(reject);
  });
  return { ...api, rejects, sendBulk };
}

describe('makeWithSource', () => {
  const setUp = () => {
    const api = pushWith();
    return { ...api, withSource: makeWithSource({ Paris: 7 }, api.sendBulk) };
  };

  it('tags copies and sends them', async () => {
    const { withSource, requests } = setUp();
    const items = customers('a');
    await withSource(' paris ').send(SpmCustomers.bulkSave, items);
    expect(requests[0]?.body).toEqual([{ customer_id: 'a', id_data_source: 7 }]);
    expect(items).toEqual(customers('a'));
  });

  it('names the known keys and the likely one', () => {
    const { withSource } = setUp();
    expect(() => withSource('Pariss')).toThrow(
      expect.objectContaining({
        code: 'SPM_NOT_PROVISIONED',
        hint: expect.stringMatching(/^Did you mean "Paris"\?.*`spm-connect provision`/),
        cause: 'the installation has: Paris',
      }),
    );
  });
});

describe('makeCustomData', () => {
  const definition = {
    name: 'Visits',
    unique_keys: ['ref'],
    fields: [{ name: 'ref', type: 'number' as const, required: true }],
  };

  it('saves to the definition in requests of 20, with the identity of its unique keys', async () => {
    const api = pushWith(({ body }) => ({ body: accepted(body, { 0: ['no'] }) }));
    const customData = makeCustomData({ Visits: 21 }, api.sendBulk, [definition]);
    const records: ApiRecord[] = Array.from({ length: 21 }, (_, ref) => ({ ref }));
    await customData('visits').save(records);
    await customData({ ...definition, unique_keys: [] }).save(records.slice(0, 1));
    expect(api.requests.map(({ url, body }) => [url, body.length])).toEqual([
      ['custom-data-records/21', 20],
      ['custom-data-records/21', 1],
      ['custom-data-records/21', 1],
    ]);
    expect(api.rejects.map(({ key }) => key)).toEqual([
      'custom-data-21:0',
      'custom-data-21:20',
      null,
    ]);
  });

  it('rejects records that the definition does not allow, without a call', async () => {
    const api = pushWith();
    const records: ApiRecord[] = [{ ref: 'x' }, { ref: 1 }, {}];
    const result = await makeCustomData({ Visits: 21 }, api.sendBulk, [definition])('Visits').save(
      records,
    );
    expect(api.requests.map(({ body }) => body)).toEqual([[{ ref: 1 }]]);
    expect(result).toMatchObject({ sent: 1, rejected: 2 });
    expect(result.rejectedItems).toEqual([
      { index: 0, item: { ref: 'x' }, errors: ['ref must be a whole number'], status: 0 },
      { index: 2, item: {}, errors: ['ref is required'], status: 0 },
    ]);
    expect(api.rejects.map(({ status }) => status)).toEqual([0, 0]);

    const nothing = await makeCustomData({ Visits: 21 }, api.sendBulk)(definition).save([{}]);
    expect(nothing).toMatchObject({ sent: 0, rejected: 1 });
    expect(api.requests).toHaveLength(1);
  });

  it('leaves the check to the API when asked to, or when the definition is unknown', async () => {
    const api = pushWith();
    const off = { validate: false };
    await makeCustomData({ Visits: 21 }, api.sendBulk, [definition], off)('Visits').save([{}]);
    await makeCustomData({ Visits: 21 }, api.sendBulk)('Visits').save([{}]);
    expect(api.requests).toHaveLength(2);
  });

  it('says to provision again when the definition is gone', async () => {
    for (const answer of [
      { status: 404, body: { message: 'Not found' } },
      { status: 400, body: { statusCode: 400, message: 'Custom data definition not found' } },
    ]) {
      const api = pushWith(() => answer);
      const save = makeCustomData({ Visits: 21 }, api.sendBulk)('Visits').save([{ ref: 1 }]);
      await expect(save).rejects.toMatchObject({
        code: 'SPM_API_ERROR',
        hint: expect.stringContaining('provision'),
      });
      expect(api.requests).toHaveLength(1);
    }
  });

  it('says that nothing was provisioned', () => {
    const customData = makeCustomData({}, pushWith().sendBulk);
    expect(() => customData('Visits')).toThrow(
      expect.objectContaining({ code: 'SPM_NOT_PROVISIONED' }),
    );
  });
});

describe('a name that is not provisioned', () => {
  it('is reported before the error is thrown', () => {
    const told: SpmError[] = [];
    const onMissing = (error: SpmError) => void told.push(error);
    const { sendBulk } = pushWith();
    const asking = [
      () => makeWithSource({ Paris: 7 }, sendBulk, onMissing)('Rome'),
      () => makeCustomData({ Visits: 21 }, sendBulk, [], { onMissing })('Sales'),
    ];
    for (const ask of asking)
      expect(ask).toThrow(expect.objectContaining({ code: 'SPM_NOT_PROVISIONED' }));
    expect(told.map(({ details }) => details)).toEqual([
      { name: 'Rome', known: ['Paris'] },
      { name: 'Sales', known: ['Visits'] },
    ]);
  });
});
