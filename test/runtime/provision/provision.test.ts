import { describe, expect, it } from 'vitest';
import type { ProvisioningPlan } from '../../../src/connector/types.js';
import { runProvisioning } from '../../../src/runtime/provision/index.js';
import { fakeShop } from '../../helpers/fakeShop.js';

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);
const run = (shop: ReturnType<typeof fakeShop>, plan: ProvisioningPlan) =>
  runProvisioning(shop.client, plan, undefined, { now: NOW, sleep: async () => {} });

const PLAN: ProvisioningPlan = {
  dataSources: [
    { key: 'till', decl: { label: 'Till', type: 'api' }, parentKey: 'store' },
    {
      key: 'store',
      decl: { label: 'Store', type: 'api', config: { store_id: 7 }, stableConfigKey: 'store_id' },
    },
  ],
  customData: [
    {
      name: 'Visit',
      fields: [
        { name: 'card', type: 'number' },
        { name: 'parent', type: 'number' },
      ],
      relationships: [
        { sourceField: 'card', targetSchemaType: 'custom', targetSchema: ' loyalty CARD' },
        { sourceField: 'parent', targetSchemaType: 'custom', targetSchema: 'Visit' },
      ],
    },
    {
      name: 'Loyalty card',
      unique_keys: ['number'],
      fields: [
        { name: 'number', type: 'text', label: 'No.', required: true },
        { name: 'contact', type: 'number' },
      ],
      relationships: [
        { sourceField: 'contact', targetSchemaType: 'system', targetSchema: 'contacts' },
      ],
    },
  ],
  events: [{ code_name: 'sale', name: { fr: 'Vente', en: 'Sale' }, properties: { metaData: [] } }],
  orderStatuses: [
    { status_id: 'paid', lang: 'fr', name: 'Payée' },
    { status_id: 'paid', lang: 'en', name: 'Paid', created_at: '2020-01-01T00:00:00.000Z' },
  ],
};

describe('what no shop could take', () => {
  const field = { name: 'n', type: 'number' as const };
  const linked = { targetSchemaType: 'system' as const, targetSchema: 'contacts' };
  const plan: ProvisioningPlan = {
    customData: [
      { name: 'Keys', unique_keys: ['n', 'm'], fields: [field] },
      { name: 'Links', fields: [field], relationships: [{ sourceField: 'x', ...linked }] },
      { name: 'Good', unique_keys: ['n'], fields: [field] },
    ],
    events: [
      { code_name: '', name: { en: 'Nameless' } },
      { code_name: 'sale', name: { en: 'Sale' } },
    ],
  };

  it('is not sent, and is one error a resource; the rest goes on', async () => {
    const shop = fakeShop();
    const { defIds, events, errors } = await runProvisioning(shop.client, plan);
    expect(errors).toEqual([
      {
        resource: 'customData:Keys',
        message: 'unique_keys[1]: "m" is not a field of this definition. Did you mean "n"?',
      },
      {
        resource: 'customData:Links',
        message:
          'relationships[0].sourceField: "x" is not a field of this definition. Did you mean "n"?',
      },
      { resource: 'event:', message: 'code_name must be a text that is not empty' },
    ]);
    expect(errors.join('\n')).toContain('event:: code_name must be a text that is not empty');
    expect([Object.keys(defIds), events]).toEqual([['Good'], 1]);
    expect(shop.definitions.map(({ name }) => name)).toEqual(['Good']);
    expect(shop.events).toHaveLength(1);
  });

  it('keeps what needs it from being sent', async () => {
    const shop = fakeShop();
    const needs = { sourceField: 'n', targetSchemaType: 'custom' as const, targetSchema: 'Keys' };
    const more = { name: 'Needs', fields: [field], relationships: [needs] };
    const customData = [...(plan.customData ?? []), more];
    const { errors } = await runProvisioning(shop.client, { customData });
    expect(errors.map(({ resource }) => resource).sort()).toEqual([
      ...['customData:Keys', 'customData:Links', 'customData:Needs'],
    ]);
    expect(shop.definitions.map(({ name }) => name)).toEqual(['Good']);
  });
});

describe('runProvisioning', () => {
  it('creates everything, what is needed first, and finds it again without a single write', async () => {
    const shop = fakeShop();
    const first = await run(shop, PLAN);
    expect(first).toEqual({
      sourceIds: { store: 11, till: 12 },
      defIds: { 'Loyalty card': 13, Visit: 14 },
      events: 1,
      orderStatuses: 2,
      errors: [],
    });
    expect(shop.writes().map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST data-sources',
      'POST data-sources',
      'POST custom-data-definitions',
      'PATCH custom-data-definitions/13/activate',
      'POST custom-data-definitions',
      'PATCH custom-data-definitions/14/activate',
      'PATCH custom-data-definitions/14/extend',
      'POST events',
      'POST orders-statuses',
    ]);
    const before = shop.writes().length;
    expect(await run(shop, PLAN)).toEqual(first);
    expect(shop.writes()).toHaveLength(before);
  });

  it('sends what the API takes', async () => {
    const shop = fakeShop();
    await run(shop, PLAN);
    const [store, till, card, , visit, , toSelf, event, statuses] = shop
      .writes()
      .map(({ body }) => body);
    expect(store).toEqual({ label: 'Store', type: 'api', config: { store_id: 7 } });
    expect(till).toEqual({ label: 'Till', type: 'api', parent_id: 11 });
    expect(card).toEqual({
      name: 'Loyalty card',
      unique_keys: ['number'],
      fields: [
        { name: 'number', type: 'text', label: 'No.', required: true },
        { name: 'contact', type: 'number', label: 'contact', required: false },
      ],
      relationships: [
        { sourceField: 'contact', targetSchemaType: 'system', targetSchema: 'contacts' },
      ],
    });
    expect(visit).toMatchObject({
      name: 'Visit',
      relationships: [{ sourceField: 'card', targetSchemaType: 'custom', targetSchema: '13' }],
    });
    expect(toSelf).toEqual({
      relationships: [{ sourceField: 'parent', targetSchemaType: 'custom', targetSchema: '14' }],
    });
    expect(event).toEqual({
      code_name: 'sale',
      name: { fr: 'Vente', en: 'Sale' },
      properties: { metaData: [] },
    });
    const now = '2026-01-02T03:04:05.000Z';
    expect(statuses).toEqual([
      {
        status_id: 'paid',
        lang: 'fr',
        name: 'Payée',
        is_deleted: false,
        created_at: now,
        updated_at: now,
      },
      {
        status_id: 'paid',
        lang: 'en',
        name: 'Paid',
        is_deleted: false,
        created_at: '2020-01-01T00:00:00.000Z',
        updated_at: now,
      },
    ]);
  });

  it('reads nothing that the plan is not about', async () => {
    const shop = fakeShop();
    await run(shop, { events: PLAN.events ?? [] });
    expect(shop.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET events',
      'POST events',
    ]);
    await run(shop, {});
    expect(shop.requests).toHaveLength(2);
  });

  it('throws a cycle before any call', async () => {
    const shop = fakeShop();
    const link = (name: string, to: string) => ({
      name,
      fields: [{ name: 'to', type: 'number' as const }],
      relationships: [{ sourceField: 'to', targetSchemaType: 'custom' as const, targetSchema: to }],
    });
    const plan = { customData: [link('a', 'b'), link('b', 'a')] };
    await expect(run(shop, plan)).rejects.toMatchObject({ code: 'SPM_PLAN_CYCLE' });
    expect(shop.requests).toHaveLength(0);
  });

  it('leaves a target outside the plan as it is, and warns', async () => {
    const shop = fakeShop();
    const relationships = [
      { sourceField: 'f', targetSchemaType: 'custom' as const, targetSchema: 'Elsewhere' },
    ];
    const customData = [
      { name: 'D', fields: [{ name: 'f', type: 'number' as const }], relationships },
    ];
    const warnings: string[] = [];
    const logger = {
      debug: () => {},
      info: () => {},
      error: () => {},
      child: () => logger,
      warn: (text: string) => void warnings.push(text),
    };
    await runProvisioning(shop.client, { customData }, logger, { now: NOW });
    expect(shop.definitions[0]?.relationships).toEqual(relationships);
    expect(warnings).toEqual([
      expect.stringContaining('"Elsewhere", which is neither in the plan'),
    ]);
  });

  it("collects failures with the API's own words, skips what needs them, and goes on", async () => {
    const shop = fakeShop(({ method, url, body }) => {
      const name = (body as { name?: unknown } | undefined)?.name;
      if (method === 'POST' && url === 'custom-data-definitions' && name === 'Loyalty card') {
        return {
          status: 400,
          body: { statusCode: 400, message: ['number: bad label', 'too short'] },
        };
      }
      return undefined;
    });
    const result = await run(shop, PLAN);
    expect(result.errors).toEqual([
      { resource: 'customData:Loyalty card', message: 'number: bad label; too short' },
      {
        resource: 'customData:Visit',
        message: 'skipped because customData:Loyalty card failed',
      },
    ]);
    expect(result).toMatchObject({
      sourceIds: { store: 11, till: 12 },
      defIds: {},
      events: 1,
      orderStatuses: 2,
    });
  });

  it.each([
    [{ status: 401, body: { message: 'revoked' } }, 'revoked'],
    [{ status: 403 }, 'the API rejected the access token'],
    [{ networkError: 'connect ECONNREFUSED' }, 'does not answer'],
  ])(
    'throws nothing at %j: each resource has the reason, and no more is asked',
    async (answer, reason) => {
      const refuseWrites = fakeShop(({ method }) => (method === 'GET' ? undefined : answer));
      const events = Array.from({ length: 50 }, (_, index) => ({
        code_name: `e${index}`,
        name: { en: 'E' },
      }));
      const { errors, ...result } = await run(refuseWrites, { events });
      expect(result.events).toBe(0);
      expect(errors.map(({ resource }) => resource)).toEqual(
        events.map(({ code_name }) => `event:${code_name}`),
      );
      for (const { message } of errors) expect(message).toContain(reason);
      expect(refuseWrites.writes().length).toBeLessThanOrEqual(16);
      const silent = fakeShop(() => answer);
      const nothing = await run(silent, PLAN);
      expect(nothing.errors).toHaveLength(7);
      for (const { message } of nothing.errors) expect(message).toContain(reason);
      expect(silent.writes()).toEqual([]);
    },
  );

  it('reports each resource of a list that cannot be read, and writes none of them blindly', async () => {
    const shop = fakeShop(({ method, url }) =>
      method === 'GET' && url !== 'orders-statuses'
        ? { status: 500, body: { message: 'database is away' } }
        : undefined,
    );
    const result = await run(shop, PLAN);
    expect(result.errors.map(({ resource }) => resource)).toEqual([
      'dataSource:store',
      'dataSource:till',
      'customData:Loyalty card',
      'customData:Visit',
    ]);
    for (const { message } of result.errors) expect(message).toContain('database is away');
    // Creating an existing event does no harm, so events are not delayed.
    expect(result).toMatchObject({ events: 1, orderStatuses: 2 });
  });

  it('stops at the first refused request of many order statuses', async () => {
    const shop = fakeShop(({ method }) => (method === 'POST' ? { status: 401 } : undefined));
    const orderStatuses = Array.from({ length: 250 }, (_, index) => ({
      status_id: `s${index}`,
      lang: 'fr',
      name: 'S',
    }));
    expect((await run(shop, { orderStatuses })).errors).toHaveLength(250);
    expect(shop.writes()).toHaveLength(1);
  });

  it('adopts what someone else created meanwhile, and extends it', async () => {
    let raced = false;
    const racing = fakeShop((request) => {
      if (request.method !== 'POST' || request.url !== 'custom-data-definitions' || raced)
        return undefined;
      raced = true;
      racing.definitions.push({
        id_definition: '90',
        name: 'VISIT',
        status: 'active',
        fields: [{ name: 'card', type: 'number' }],
        relationships: [],
        unique_keys: null,
      });
      return { status: 409, body: { message: 'taken' } };
    });
    const visit = {
      ...PLAN.customData?.[0],
      name: 'Visit',
      fields: PLAN.customData?.[0]?.fields ?? [],
    };
    const plan = { customData: [{ ...visit, relationships: visit.relationships?.slice(1) ?? [] }] };
    const result = await run(racing, plan);
    expect(result).toMatchObject({ defIds: { Visit: 90 }, errors: [] });
    expect(racing.definitions[0]?.relationships).toEqual([
      { sourceField: 'parent', targetSchemaType: 'custom', targetSchema: '90' },
    ]);
    expect((await run(racing, plan)).errors).toEqual([]);
  });

  it('tells which order statuses were rejected', async () => {
    const shop = fakeShop(({ method }) =>
      method === 'POST'
        ? {
            body: {
              statusCode: 200,
              sent_count: 1,
              rejected_count: 1,
              rejected_items: [{ index: 1, errors: ['name must be set'] }],
            },
          }
        : undefined,
    );
    const result = await run(shop, { orderStatuses: PLAN.orderStatuses ?? [] });
    expect(result).toMatchObject({
      orderStatuses: 1,
      errors: [{ resource: 'orderStatus:paid/en', message: 'name must be set' }],
    });
  });
});
