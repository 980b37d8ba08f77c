/** Generated requests, most of them invalid. */

import { Agent, type IncomingMessage, request } from 'node:http';
import {
  SpmContacts,
  SpmCustomDataDefinitions,
  SpmCustomDataRecords,
  SpmEvents,
  SpmLists,
} from '@shopimind/sdk-js';
import { expect, it } from 'vitest';
import type { RunningSandbox } from '../../src/sandbox/index.ts';
import { type Random, randomOf } from '../../src/sandbox/seed/random.ts';
import { scaled } from '../helpers/scale.ts';
import * as good from './fixtures.ts';
import { call, definition, type Rig, rig } from './fixtures.ts';
import { routesOf } from './route-list.ts';

const REQUESTS = scaled(1_000, 10_000);
const LANES = 8;
/** Rows with these ids may be changed; all other rows may not. */
const TARGET_IDS = [1, 2, 3];

interface Hostile {
  method: string;
  path: string;
  body: Buffer;
}

const STRINGS = [
  '',
  'x1',
  '1',
  'fr',
  'EUR',
  good.AT,
  'x1@example.com',
  '__proto__',
  'constructor',
  'toString',
  '\u0000',
  '\ud800',
  '1e999',
  '2026-02-30',
  '💩',
  "'; DROP TABLE customers; --",
  '../../etc/passwd',
  '%',
  'x'.repeat(5000),
] as const;
const NUMBERS = [0, -1, 1, 2, 3, 0.5, -0, 1e308, 2 ** 53, 999_999_999] as const;
const NAMES = ['__proto__', 'constructor', 'id', 'x1', 'fields', 'overrides', '', 'customer_id'];

function anyValue(random: Random, depth: number): unknown {
  switch (random.int(0, depth > 0 ? 7 : 4)) {
    case 0:
      return null;
    case 1:
      return random.chance(0.5);
    case 2:
      return random.pick(NUMBERS);
    case 3:
    case 4:
      return random.pick(STRINGS);
    case 5:
      return list(random, depth);
    default:
      return record(random, depth);
  }
}

const list = (random: Random, depth: number): unknown[] =>
  Array.from({ length: random.int(0, 4) }, () => anyValue(random, depth - 1));

/** Through entries, so that `__proto__` becomes an own key. */
function record(random: Random, depth: number): object {
  const names = Array.from({ length: random.int(0, 4) }, () => random.int(0, NAMES.length - 1));
  return Object.fromEntries(names.map((at) => [NAMES[at], anyValue(random, depth - 1)]));
}

/** Valid bodies, to be changed, with the last part of their routes. None names a protected row. */
const BODIES: [[string, object], ...[string, object][]] = [
  ['/customers', [good.customer('x1')]],
  ['{}/addresses', [good.address(1)]],
  ['/addresses/bulk', [{ ...good.address(1), customer_id: 'x1' }]],
  ['/customers-groups', [good.group('x1')]],
  ['/newsletter-subscribers', [good.subscriber('x1@example.com')]],
  ['/products', [good.product(1)]],
  ['{}/images', [good.image('x1')]],
  ['/images/bulk', [{ ...good.image('x1'), product_id: '1' }]],
  ['{}/variations', [good.variation(1)]],
  ['/variations/bulk', [{ ...good.variation(1), product_id: '1' }]],
  ['/products-categories', [good.category(1)]],
  ['/products-manufacturers', [good.manufacturer('x1')]],
  ['/orders', [good.order('x1')]],
  ['/orders-carriers', [good.carrier('x1')]],
  ['/orders-statuses', [good.orderStatus('x1')]],
  ['/vouchers', [good.voucher('x1')]],
  ['/custom-data-records/{}', [{ code: 'x1', points: 1 }]],
  ['/custom-data-records/{}/{}', { code: 'x1', points: 1 }],
  ['/custom-data-records/{}/bulk-delete', [1, 2, 3]],
  ['/customers/bulk-delete', { customer_ids: ['x1'] }],
  ['/products/bulk-delete', { product_ids: [1] }],
  ['/contacts', { email: 'x1@example.com', email_consent: 'single_optin' }],
  ['/contacts', { phone_number: '+33612345678', first_name: 'x1' }],
  ['/lists', { name: 'x1', type: 'segment' }],
  ['/lists/{}', { name: 'x2' }],
  ['/events', { name: 'x1', code_name: 'x1', properties: { metaData: [] } }],
  ['/events', { id_event: 1, name: 'x1' }],
  ['/trigger/{}', { contact: { id: 1 }, metaData: { a: 1 } }],
  ['/custom-data-definitions', definition('x1')],
  ['/extend', { fields: definition('x1').fields }],
  [
    '/overrides',
    { overrides: [{ id_custom_data_definition: 1, custom_field_name: 'points', priority: 1 }] },
  ],
  ['/data-sources', { label: 'x1', config: {} }],
  ['/data-sources/{}', { label: 'x1', parent_id: null }],
  ['/integration-config', { key: 'value' }],
  ['/shop/connection', { shop_id: 'x1', langs: ['fr'], default_lang: 'fr' }],
];

/** Mostly a body that fits the route: hostile requests that look valid get the furthest. */
function baseFor(random: Random, template: string): object {
  const [first, ...others] = BODIES.filter(([end]) => template.endsWith(end));
  const fits = first !== undefined && random.chance(0.8);
  return random.pick(fits ? [first, ...others] : BODIES)[1];
}

/** Changes, removes or adds a property somewhere. */
function spoil(random: Random, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return anyValue(random, 3);
  const names = Object.keys(value);
  const name = names[random.int(0, names.length - 1)];
  if (name === undefined) return anyValue(random, 3);
  const inner = (value as Record<string, unknown>)[name];
  if (Array.isArray(value)) {
    return value.map((item, i) => (String(i) === name ? spoil(random, item) : item));
  }
  const entries = Object.entries(value).filter(([other]) => other !== name || random.chance(0.9));
  const changed = random.chance(0.5) ? spoil(random, inner) : anyValue(random, 3);
  if (random.chance(0.2)) entries.push([NAMES[random.int(0, 7)] ?? '', anyValue(random, 2)]);
  return Object.fromEntries([...entries, [name, changed]]);
}

function bodyBytes(random: Random, template: string): Buffer {
  const base = baseFor(random, template);
  const kind = random.int(0, 19);
  if (kind === 0) return Buffer.alloc(0);
  if (kind === 1) return Buffer.from([0x5b, 0x22, 0xff, 0xfe, 0xc3, 0x28, 0x22, 0x5d]);
  if (kind === 2) return Buffer.from(JSON.stringify(base).slice(0, random.int(1, 60)));
  if (kind === 3) return Buffer.from(deep(random, random.int(10, 3000)));
  if (kind === 4) return Buffer.from(JSON.stringify(anyValue(random, 4)));
  if (kind === 5) return Buffer.from(JSON.stringify(Array(random.int(101, 300)).fill(0)));
  if (kind < 9) return Buffer.from(JSON.stringify(base));
  return Buffer.from(JSON.stringify(spoil(random, base)));
}

function deep(random: Random, levels: number): string {
  const [open, close] = random.pick<[string, string]>([
    ['[', ']'],
    ['{"a":', '}'],
    ['[{"metaData":', '}]'],
  ]);
  return `${open.repeat(levels)}1${close.repeat(levels)}`;
}

const PATH_VALUES = ['x1', '1', '1', '2', '3'] as const;
const ODD_VALUES = ['999999', '__proto__', '%00', '%F0%9F%92%A9', '-1', 'bulk'] as const;
/** Requests that delete something leave the first two rows of each kind alone, for other requests. */
const ENDED_VALUES = ['x1', '3', '999999', 'victims'] as const;
const QUERIES = [
  '',
  '',
  '',
  '?limit=abc',
  '?limit=5&offset=1e9',
  '?order[0][field]=__proto__&order[0][type]=asc',
  '?filters[0][field]=id&filters[0][operator]=IN&filters[0][values]=1,2',
  '?fields[]=constructor&fields=__proto__',
  '?id=1',
  '?id_shop_contact=1',
  '?settings={"filter":[{}]}',
  '?target_system_schema=products&system_field_name=price',
  '?%00=%ff',
] as const;

function pathOf(random: Random, method: string, template: string): string {
  const ends = method === 'DELETE' || template.endsWith('activate');
  const value = () =>
    ends ? random.pick(ENDED_VALUES) : random.pick(random.chance(0.7) ? PATH_VALUES : ODD_VALUES);
  return template.replaceAll('{}', value) + random.pick(QUERIES);
}

function generate(random: Random, routes: readonly [string, ...string[]]): Hostile {
  const [method = '', template = ''] = random.pick(routes).split(' ');
  const wrongMethod = random.chance(0.02);
  return {
    method: wrongMethod ? random.pick(['PUT', 'PATCH', 'OPTIONS']) : method,
    path: pathOf(random, method, template),
    body: method === 'GET' ? Buffer.alloc(0) : bodyBytes(random, template),
  };
}

function send(agent: Agent, { baseUrl, key }: RunningSandbox, hostile: Hostile) {
  const headers = { 'spm-api-key': key, 'content-type': 'application/json' };
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const { method, path, body } = hostile;
    const sent = request(
      baseUrl + path,
      { method, agent, headers: { ...headers, 'content-length': body.length } },
      (answer: IncomingMessage) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => {
          text += chunk;
        });
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

/** A seeded shop; then three rows of each resource with numeric ids that may be changed, and one that may not. */
async function rigWithVictims(): Promise<Rig> {
  const { sandbox, client } = await rig({ seed: 1 });
  const keyed = (name: string) => definition(name, { unique_keys: ['code'] });
  for (const name of ['a', 'b', 'c', 'victim']) {
    await call(SpmCustomDataDefinitions.create(client, keyed(name)));
    await call(SpmEvents.create(client, { name, code_name: name }));
    await call(SpmLists.create(client, { name, type: 'list' }));
  }
  const victims = Array.from({ length: 5 }, (_, i) => ({ code: `victim${i}`, points: i }));
  await call(SpmCustomDataRecords.bulkSave(client, 4, victims));
  await call(SpmContacts.create(client, { email: 'victim@example.com' }));
  return { sandbox, client };
}

/** All earlier rows that no request may name. */
function untouchable({ state }: RunningSandbox): Map<string, string> {
  const rows = state.resources.flatMap((name) =>
    state.list(name).map((row): [string, string] => [`${name} ${row.id}`, JSON.stringify(row)]),
  );
  return new Map(rows.filter(([name, text]) => !mayChange(name, text)));
}

/** Rows that a number in a path or body may name. All records belong to the fourth definition. */
function mayChange(name: string, text: string): boolean {
  const [resource = '', id] = name.split(' ');
  if (resource === 'lists-contacts') return true;
  if (resource.startsWith('products')) return /"(product|category)_id":("?)[123]\2[,}]/.test(text);
  const numbered = ['lists', 'events', 'custom-data-definitions', 'data-sources'];
  return numbered.includes(resource) && TARGET_IDS.includes(Number(id));
}

// Busy machines take longer than the usual time limit.
const PATIENCE_MS = 120_000;

it(`holds against ${REQUESTS} of them: no crash, no 500, no other row changed`, {
  timeout: PATIENCE_MS,
}, async () => {
  const { sandbox } = await rigWithVictims();
  const before = untouchable(sandbox);
  expect(before.size).toBeGreaterThan(1000);
  const random = randomOf(20_260_101);
  const [first = '', ...others] = await routesOf();
  const agent = new Agent({ keepAlive: true, maxSockets: LANES });
  const answers = new Map<number, number>();
  let left = REQUESTS;
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const hostile = generate(random, [first, ...others]);
      const { status, text } = await send(agent, sandbox, hostile);
      answers.set(status, (answers.get(status) ?? 0) + 1);
      if (status >= 500 || text.length > 200_000) {
        expect.fail(`${hostile.method} ${hostile.path} ${hostile.body} got ${status} ${text}`);
      }
      if (hostile.path.startsWith('/v1/')) {
        expect(JSON.parse(text), hostile.path).toMatchObject({ statusCode: status });
      }
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  agent.destroy();

  expect([...answers.values()].reduce((sum, n) => sum + n, 0)).toBe(REQUESTS);
  // Some requests are accepted and some rejected, so the flood reaches the code that it tests.
  expect(answers.get(200)).toBeGreaterThan(REQUESTS / 20);
  expect(answers.get(201)).toBeGreaterThan(0);
  expect(answers.get(400)).toBeGreaterThan(REQUESTS / 5);
  expect(answers.get(409)).toBeGreaterThan(REQUESTS / 2_000);
  const after = untouchable(sandbox);
  for (const [name, text] of before) expect(after.get(name), name).toBe(text);
  expect({}).not.toHaveProperty('polluted');
});
