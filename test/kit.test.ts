import * as sdk from '@shopimind/sdk-js';
import * as kit from 'spm-connect/kit';
import { describe, expect, it } from 'vitest';
import * as root from '../src/index.ts';
import { accepted, scriptedApi } from './helpers/scriptedApi.ts';
import { memoryLogger } from './helpers/syncBench.ts';

/** The names of the SDK that connectors of the ecosystem import from the kit. */
const SDK_NAMES =
  'SpmClient SpmClientException SpmApiError SpmHelpers SpmRequestValidator SpmWebhookSignature SpmShopConnection SpmIntegrationConfig SpmCarts SpmContacts SpmCustomDataDefinitions SpmCustomDataRecords SpmCustomers SpmCustomersAddresses SpmCustomersGroups SpmDataSources SpmEvents SpmLists SpmNewsletterSubscribers SpmOrders SpmOrdersCarriers SpmOrdersStatuses SpmProducts SpmProductsCategories SpmProductsImages SpmProductsManufacturers SpmProductsVariations SpmVouchers'.split(
    ' ',
  );

describe('spm-connect/kit', () => {
  it("exports the SDK's names, and all that spm-connect has", () => {
    expect(SDK_NAMES).toHaveLength(28);
    for (const name of SDK_NAMES)
      expect([name, Reflect.get(kit, name)]).toEqual([name, Reflect.get(sdk, name)]);
    for (const name of Object.keys(root)) expect(Object.keys(kit)).toContain(name);
  });

  it('has the small functions of the kit', () => {
    expect(kit.redact({ a: 1, pin: 'x', api_key: 'y' }, ['pin'])).toEqual({
      ...{ a: 1, pin: '[redacted]', api_key: '[redacted]' },
    });
    expect([kit.isSensitiveKey('accessToken'), kit.isSensitiveKey('country')]).toEqual([
      true,
      false,
    ]);
    expect(kit.nowIso()).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const ago = (text: string) => Math.round((Date.now() - Date.parse(text)) / 3_600_000);
    expect([ago(kit.isoHoursAgo(3)), ago(kit.isoDaysAgo(2))]).toEqual([3, 48]);
    const at = Date.UTC(2026, 10, 1, 11);
    for (const text of [
      '2026-11-01 11:00:00',
      '2026-11-01T11:00:00.000Z',
      '2026-11-01T12:00:00+01:00',
    ])
      expect([text, kit.parseStoreTimestamp(text)]).toEqual([text, at]);
    expect(kit.parseStoreTimestamp('soon')).toBeNaN();
    expect(() => kit.validateIntegration({ slug: 'A B' })).toThrow(/slug/);
    expect([kit.PROVISIONING_KEY, kit.ACCESS_TOKEN_KEY, kit.INBOUND_SECRET_KEY]).toEqual([
      ...['__provisioning', '__access_token', '__inbound_secret'],
    ]);
  });
});

/** A state that several installations share, as in embedders. */
function sharedState() {
  const texts = new Map<string, string>();
  const secrets = new Set<string>();
  const set = async (id: string, key: string, text?: string) =>
    void texts.set(`${id}/${key}`, text ?? '');
  const state = {
    get: async (id: string, key?: string) => texts.get(`${id}/${key}`) ?? null,
    set,
    setSecret: async (id: string, key: string, text?: string) => {
      secrets.add(key);
      await set(id, key, text);
    },
    delete: async (id: string, key?: string) => void texts.delete(`${id}/${key}`),
  } as kit.StateLike;
  return { texts, secrets, state };
}

describe('settings', () => {
  const schema: kit.ConfigSchema = {
    steps: [{ label: 'A', fields: [{ key: 'country', type: 'text', label: 'Country' }] }],
    fields: [{ key: 'apiKey', type: 'text', label: 'Key', sensitive: true }],
  };

  it('are saved and loaded as the ecosystem stores them', async () => {
    const { texts, secrets, state } = sharedState();
    expect(kit.collectFields(schema).map(({ key }) => key)).toEqual(['country', 'apiKey']);
    expect(kit.sensitiveKeys(schema)).toEqual(['apiKey']);
    const configs = { country: 'FR', apiKey: '12345', more: [1] };
    await kit.saveConfigs(state, 'shop-1', schema, configs);
    expect(Object.fromEntries(texts)).toEqual({
      'shop-1/cfg': '{"country":"FR","more":[1]}',
      'shop-1/cfgsec:apiKey': '12345',
    });
    expect([...secrets]).toEqual(['cfgsec:apiKey']);
    expect(await kit.loadConfigs(state, 'shop-1', schema)).toEqual(configs);
    expect(await kit.loadConfigs(state, 'shop-2', schema)).toEqual({});
    await kit.saveConfigs(state, 'shop-1', schema, { country: 'DE' });
    expect(await kit.loadConfigs(state, 'shop-1', schema)).toEqual({ country: 'DE', more: [1] });
  });

  it('have one inbound secret for an installation, made once', async () => {
    const { state, secrets } = sharedState();
    const secret = await kit.ensureInboundSecret(state, 'shop-1');
    expect(secret).toMatch(/^insec_[0-9a-f]{48}$/);
    expect(await kit.ensureInboundSecret(state, 'shop-1')).toBe(secret);
    expect(await kit.ensureInboundSecret(state, 'shop-2')).not.toBe(secret);
    expect([...secrets]).toEqual(['__inbound_secret']);
  });
});

describe('the forms of the kit', () => {
  const customers = [{ customer_id: 'a' }, { customer_id: 'b' }];

  it('computeWindow takes texts, and a function for now', () => {
    const options = { full: false, backfillDays: 1, overlapSeconds: 60 };
    const now = () => Date.UTC(2026, 0, 2);
    expect(kit.computeWindow('2026-01-01T12:00:00Z', { ...options, now })).toEqual({
      since: new Date('2026-01-01T11:59:00Z'),
      until: new Date('2026-01-02T00:00:00Z'),
    });
    expect(kit.computeWindow(null, { ...options, now }).since).toEqual(
      new Date('2026-01-01T00:00:00Z'),
    );
    expect(
      kit.computeWindow(new Date(5), { ...options, overlapSeconds: 0, now: new Date(9) }),
    ).toEqual({
      ...{ since: new Date(5), until: new Date(9) },
    });
  });

  it('rejectsTolerated takes the result of a push', () => {
    expect(kit.rejectsTolerated({ maxRatio: 0.5 }, { rejected: 1, sent: 1 })).toBe(true);
    expect(kit.rejectsTolerated({ maxRatio: 0.4 }, 1, 1)).toBe(false);
    expect(kit.rejectsTolerated(null, 1, 9)).toBe(false);
    expect(kit.rejectsTolerated(undefined, 0)).toBe(true);
  });

  it('makeSendBulk tells its sink a count and the items, also when the call fails', async () => {
    const { client } = scriptedApi(({ body }, index) =>
      index === 1
        ? { status: 500, body: { message: 'down' } }
        : { body: accepted(body, { 1: ['no'] }) },
    );
    const told: unknown[] = [];
    const sendBulk = kit.makeSendBulk(client, memoryLogger(), (...given) => void told.push(given));
    await sendBulk(kit.SpmCustomers.bulkSave, customers).catch(() => {});
    const many = Array.from({ length: 60 }, (_, n) => ({ customer_id: String(n) }));
    await expect(sendBulk(kit.SpmCustomers.bulkSave, many)).rejects.toMatchObject({
      code: 'SPM_API_ERROR',
    });
    expect(told).toEqual([
      [1, [{ index: 1, item: { customer_id: 'b' }, errors: ['no'], status: 200 }]],
    ]);
  });

  it('makeWithSource and makeCustomData take the stored JSON of the ids, or null', async () => {
    const { client, requests } = scriptedApi();
    const sendBulk = kit.makeSendBulk(client, memoryLogger());
    const raw = '{"sourceIds":{"main":11},"defIds":{"Store":21}}';
    await kit.makeWithSource(raw, sendBulk)('main').send(kit.SpmCustomers.bulkSave, customers);
    await kit
      .makeCustomData(
        raw,
        sendBulk,
        client,
      )('Store')
      .save([{ a: 1 }]);
    expect(requests.map(({ url, body }) => [url, body[0]])).toEqual([
      ['customers', { customer_id: 'a', id_data_source: 11 }],
      ['custom-data-records/21', { a: 1 }],
    ]);
    expect(() => kit.makeWithSource(null, sendBulk)('main')).toThrow(/No data source "main"/);
  });
});
