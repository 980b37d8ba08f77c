/** Calls every public method of the SDK's resource classes, with valid and with invalid input, over HTTP. */

import * as sdk from '@shopimind/sdk-js';
import { SpmClient, type SpmEnvelope, type SpmHttpClient } from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import {
  type ApiBody,
  address,
  carrier,
  category,
  customer,
  definition,
  group,
  image,
  manufacturer,
  order,
  orderStatus,
  product,
  rig,
  subscriber,
  variation,
  voucher,
} from './fixtures.ts';

/** `client` has the key, `stranger` a wrong one, for calls without an input that could be invalid. */
interface Clients {
  client: SpmHttpClient;
  stranger: SpmHttpClient;
}
type Call = (clients: Clients) => Promise<SpmEnvelope<unknown>>;
interface Step {
  good: Call;
  bad: Call;
}
/** By name of the method; names of instance methods start with `#`. In the order of the calls. */
type Walk = Record<string, Step>;

// The walk calls methods by name, so their types do not help.
type Method = (...args: unknown[]) => Promise<SpmEnvelope<unknown>>;
const CLASSES = sdk as unknown as Record<string, Record<string, Method>>;

/** A static method with arguments after the client. */
function step(name: string, method: string, good: unknown[], bad: unknown[] | 'stranger'): Step {
  const run = (client: SpmHttpClient, args: unknown[]) => {
    const call = CLASSES[name]?.[method];
    if (call === undefined) throw new Error(`The SDK has no ${name}.${method}`);
    return call(client, ...args);
  };
  return {
    good: ({ client }) => run(client, good),
    bad: ({ client, stranger }) => (bad === 'stranger' ? run(stranger, good) : run(client, bad)),
  };
}

const walk = (name: string, steps: Record<string, [unknown[], unknown[] | 'stranger']>): Walk =>
  Object.fromEntries(
    Object.entries(steps).map(([method, [good, bad]]) => [method, step(name, method, good, bad)]),
  );

/** `save` and `update` of an object with one item. */
function instanceSteps(name: string, item: object, parent: unknown[]): Walk {
  const carrying = (values: object, client: SpmHttpClient) => {
    const Resource = CLASSES[name] as unknown as new (
      ...args: unknown[]
    ) => Record<'save' | 'update', () => Promise<SpmEnvelope<unknown>>>;
    return Object.assign(new Resource(client, ...parent), values);
  };
  const [key = ''] = Object.keys(item);
  const steps = (['save', 'update'] as const).map((method): [string, Step] => [
    `#${method}`,
    {
      good: ({ client }) => carrying(item, client)[method](),
      bad: ({ client }) => carrying({ ...item, [key]: { wrong: 1 } }, client)[method](),
    },
  ]);
  return Object.fromEntries(steps);
}

const QUERY = {
  limit: 2,
  offset: 0,
  order: [{ field: 'updated_at', type: 'desc' }],
  filters: [{ field: 'updated_at', operator: 'NOT_EQUALS', values: 'x' }],
};
const BAD_QUERY = { filters: [{ field: 'nope', operator: 'EQUALS', values: 'x' }] };

/** The methods of a class in addition to bulkSave and bulkUpdate, `save` and `update`. */
interface Shape {
  item: object;
  id?: unknown;
  /** The ids of the item's parents, which come before the other arguments. */
  parent?: unknown[];
  list?: boolean;
  more?: Record<string, [unknown[], unknown[] | 'stranger']>;
}

function catalogWalk(name: string, { item, id, parent = [], list = true, more = {} }: Shape): Walk {
  const all = [...parent, [item]];
  const none = [...parent, [{}]];
  return {
    ...walk(name, { bulkSave: [all, none], bulkUpdate: [all, none] }),
    ...instanceSteps(name, item, parent),
    ...walk(name, {
      ...(list && {
        list: [
          [...parent, list && parent.length > 0 ? {} : QUERY],
          [...parent, BAD_QUERY],
        ],
      }),
      ...more,
      ...(id !== undefined && {
        bulkDelete: [
          [...parent, [id]],
          [...parent, [{}]],
        ],
        delete: [[...parent, id], 'stranger'],
      }),
    }),
  };
}

const CONNECTION = {
  default_currency: 'EUR',
  default_lang: 'fr',
  langs: ['fr'],
  timezone: 'Europe/Paris',
  url_client: 'https://shop.example',
  ecommerce_version: '1',
  module_version: '1',
};
const EVENT = { name: 'E', code_name: 'walked' };
const FIELDS = [{ name: 'more', label: 'More', type: 'text', required: false }];
const OVERRIDDEN = { target_system_schema: 'products', system_field_name: 'price' };
const OVERRIDE = { id_custom_data_definition: 1, custom_field_name: 'points', priority: 1 };

/** A sandbox seeded with 1 has customer c1, product 1, contact 1 and list 1. */
const WALKS: Record<string, Walk> = {
  SpmCustomers: catalogWalk('SpmCustomers', {
    item: customer('walked', { group_ids: ['vip'] }),
    id: 'walked',
    more: {
      get: [['walked', ['email']], ['nobody']],
      listGroups: [['walked', { limit: 1 }], ['nobody']],
    },
  }),
  SpmCustomersAddresses: catalogWalk('SpmCustomersAddresses', {
    item: address(7),
    id: '7',
    parent: ['c1'],
    more: { bulkSaveAll: [[[{ ...address(7), customer_id: 'c1' }]], [[address(7)]]] },
  }),
  SpmCustomersGroups: catalogWalk('SpmCustomersGroups', { item: group('walked'), id: 'walked' }),
  SpmNewsletterSubscribers: catalogWalk('SpmNewsletterSubscribers', {
    item: subscriber('walked@example.com'),
    list: false,
  }),
  SpmProducts: catalogWalk('SpmProducts', { item: product(901), id: 901 }),
  SpmProductsCategories: catalogWalk('SpmProductsCategories', { item: category(901), id: 901 }),
  SpmProductsManufacturers: catalogWalk('SpmProductsManufacturers', {
    item: manufacturer('walked'),
    id: 'walked',
  }),
  SpmProductsImages: catalogWalk('SpmProductsImages', {
    item: image('walked'),
    id: 'walked',
    parent: [1],
    list: false,
    more: { bulkSaveAll: [[[{ ...image('walked'), product_id: '1' }]], [[image('walked')]]] },
  }),
  SpmProductsVariations: catalogWalk('SpmProductsVariations', {
    item: variation(901),
    id: 901,
    parent: [1],
    list: false,
    more: { bulkSaveAll: [[[{ ...variation(901), product_id: '1' }]], [[variation(901)]]] },
  }),
  SpmOrders: catalogWalk('SpmOrders', {
    item: order('walked'),
    id: 'walked',
    more: { get: [['o1', ['amount']], ['none']], getByReference: [['REF-walked'], ['none']] },
  }),
  SpmOrdersCarriers: catalogWalk('SpmOrdersCarriers', { item: carrier('walked'), id: 'walked' }),
  SpmOrdersStatuses: catalogWalk('SpmOrdersStatuses', {
    item: orderStatus('walked'),
    id: 'walked',
  }),
  SpmVouchers: catalogWalk('SpmVouchers', { item: voucher('walked'), id: 'walked' }),
  SpmCarts: walk('SpmCarts', { list: [[QUERY], [BAD_QUERY]] }),
  SpmContacts: walk('SpmContacts', {
    create: [[{ email: 'walked@example.com', email_consent: 'single_optin' }], [{ email: 'x' }]],
    get: [[{ contact_data_email: 'walked@example.com' }], [{}]],
    list: [[QUERY], [BAD_QUERY]],
    listLists: [[1], [9999]],
    listTags: [[1], [9999]],
    listCustomDataDefinitions: [[1], [9999]],
    listConsentHistory: [[{ limit: 5 }], [BAD_QUERY]],
    listMessagesReject: [[{ limit: 5 }], [BAD_QUERY]],
  }),
  SpmLists: walk('SpmLists', {
    create: [[{ name: 'Walked', type: 'segment' }], [{ name: 'Walked', type: 'x' }]],
    list: [[QUERY], [BAD_QUERY]],
    get: [[1, ['name']], [9999]],
    update: [
      [1, { name: 'Renamed' }],
      [1, { name: '' }],
    ],
    listContacts: [
      [1, QUERY],
      [1, BAD_QUERY],
    ],
    delete: [[1], [9999]],
  }),
  SpmEvents: walk('SpmEvents', {
    create: [[EVENT], [EVENT]],
    update: [[{ id_event: 1, name: 'F' }], [{ id_event: 1, name: '' }]],
    list: [[QUERY], [BAD_QUERY]],
    get: [[1, ['name']], [9999]],
    trigger: [
      ['walked', { contact: { id: 1 } }],
      ['walked', {}],
    ],
    listHistories: [[{ settings: '{"limit":5}', fields: ['code_name'] }], [{ settings: '[]' }]],
    delete: [[1], [9999]],
  }),
  SpmCustomDataDefinitions: walk('SpmCustomDataDefinitions', {
    create: [[definition('Walked')], [definition('Walked')]],
    list: [[QUERY], [BAD_QUERY]],
    get: [[1], [9999]],
    update: [
      [1, { description: 'x' }],
      [1, { description: 1 }],
    ],
    extend: [
      [1, { fields: FIELDS }],
      [1, { fields: FIELDS }],
    ],
    updateOverrides: [
      [OVERRIDDEN, [OVERRIDE]],
      [undefined, [OVERRIDE]],
    ],
    listOverrides: [[OVERRIDDEN], [{}]],
    deactivate: [[1], [1]],
    activate: [[1], [1]],
    delete: [[1], [1]],
  }),
  SpmCustomDataRecords: walk('SpmCustomDataRecords', {
    bulkSave: [
      [1, [{ code: 'a', points: 1 }]],
      [1, [{ code: 1 }]],
    ],
    list: [
      [1, { limit: 1 }],
      [1, BAD_QUERY],
    ],
    update: [
      [1, 1, { points: 2 }],
      [1, 1, { points: 'x' }],
    ],
    bulkDelete: [
      [1, [1]],
      [1, ['x']],
    ],
    delete: [
      [1, 1],
      [1, 'x'],
    ],
  }),
  SpmDataSources: walk('SpmDataSources', {
    create: [[{ label: 'Walked', type: 'api' }], [{}]],
    list: [[], 'stranger'],
    update: [
      [2, { active: false }],
      [2, { active: 'no' }],
    ],
    delete: [[2], [1]],
  }),
  SpmIntegrationConfig: walk('SpmIntegrationConfig', {
    set: [[{ key: 'value' }], [{ key: {} }]],
    get: [[], 'stranger'],
  }),
  SpmShopConnection: walk('SpmShopConnection', { saveConfiguration: [[CONNECTION], [{}]] }),
};

/** The exports of the SDK that are not resources. */
const NO_RESOURCES = [
  'SpmApiError',
  'SpmClient',
  'SpmClientException',
  'SpmHelpers',
  'SpmRequestValidator',
  'SpmWebhookSignature',
];

/** Public methods; the SDK declares `payload` private. */
function methodsOf(name: string): string[] {
  const resource = CLASSES[name] as unknown as { prototype: object };
  const functions = (of: object) =>
    Object.entries(Object.getOwnPropertyDescriptors(of))
      .filter(([, { value }]) => typeof value === 'function')
      .map(([method]) => method);
  return [
    ...functions(resource).filter((method) => method !== 'prototype'),
    ...functions(resource.prototype)
      .filter((method) => method !== 'constructor' && method !== 'payload')
      .map((method) => `#${method}`),
  ];
}

const rejected = ({ data }: SpmEnvelope<unknown>) => (data as ApiBody | null)?.rejected_count ?? 0;

describe('the walk', () => {
  it('knows every resource class of the SDK', () => {
    const resources = Object.keys(sdk).filter((name) => !NO_RESOURCES.includes(name));
    expect(resources).toHaveLength(22);
    expect(Object.keys(WALKS).sort()).toEqual(resources.sort());
  });

  it.each(Object.keys(WALKS))('knows every public method of %s', (name) => {
    expect(Object.keys(WALKS[name] ?? {}).sort()).toEqual(methodsOf(name).sort());
  });

  it.each(Object.keys(WALKS))('%s works, and refuses what is wrong', async (name) => {
    const { sandbox, client } = await rig({ seed: 1 });
    const stranger = SpmClient.getClient('v1', 'x'.repeat(32), {
      baseUrl: sandbox.baseUrl,
      labelSource: null,
      retry: false,
    });
    if (name === 'SpmCustomDataRecords') {
      await sdk.SpmCustomDataDefinitions.create(client, definition('Walked'));
    }
    for (const [method, { good, bad }] of Object.entries(WALKS[name] ?? {})) {
      const done = await good({ client, stranger });
      expect(done, `${name}.${method}: ${JSON.stringify(done.data)}`).toMatchObject({ ok: true });
      expect(rejected(done), `${name}.${method}`).toBe(0);
      const refused = await bad({ client, stranger });
      expect(refused.ok, `${name}.${method} with bad input`).toBe(false);
      expect(refused.statusCode, `${name}.${method} with bad input`).toBeGreaterThanOrEqual(400);
      expect(refused.statusCode, `${name}.${method} with bad input`).toBeLessThan(500);
    }
  });
});
