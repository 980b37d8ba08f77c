import { SpmCustomDataDefinitions, SpmCustomDataRecords, SpmCustomers } from '@shopimind/sdk-js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunningSandbox } from '../../src/sandbox/index.ts';
import { call, customer, definition, order, product, rig } from './fixtures.ts';

const ROUTES: [string, string][] = [
  ['POST', '/customers'],
  ['PUT', '/customers'],
  ['POST', '/customers/bulk-delete'],
  ['POST', '/customers/safe/addresses'],
  ['POST', '/customers/addresses/bulk'],
  ['POST', '/products'],
  ['PUT', '/products'],
  ['POST', '/products/bulk-delete'],
  ['POST', '/products/variations/bulk'],
  ['POST', '/orders'],
  ['POST', '/orders-statuses'],
  ['POST', '/data-sources'],
  ['PUT', '/data-sources/1'],
  ['POST', '/events'],
  ['PATCH', '/events'],
  ['POST', '/events/trigger/known'],
  ['POST', '/custom-data-definitions'],
  ['PATCH', '/custom-data-definitions/1/extend'],
  ['POST', '/custom-data-records/1'],
  ['POST', '/custom-data-records/1/bulk-delete'],
  ['PATCH', '/custom-data-records/1/2'],
  ['DELETE', '/custom-data-records/1?id=2'],
];

const anything = fc.anything({
  maxDepth: 3,
  key: fc.oneof(
    fc.string(),
    fc.constantFrom('__proto__', 'constructor', 'toString', 'id', 'code', 'name', 'fields'),
  ),
  values: [
    fc.string({ unit: 'binary' }),
    fc.string({ maxLength: 3 }),
    fc.double(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.constantFrom('\u0000', '\ud800', '__proto__', '1e999', "'; DROP TABLE customers; --"),
  ],
});

/** A valid item with a part of it replaced by any value. */
const spoiled = fc
  .record({
    base: fc.constantFrom<object>(
      customer('x1'),
      product(1),
      order('o1'),
      { code: 'k', points: 1 },
      definition('D'),
      { label: 'Source' },
      { name: 'E', code_name: 'e' },
      { customer_ids: ['x1'] },
      { metaData: {}, contact: { email: 'safe@example.com' } },
    ),
    field: fc.nat(20),
    value: anything,
  })
  .map(({ base, field, value }) => {
    const names = Object.keys(base);
    return { ...base, [names[field % names.length] ?? 'x']: value };
  });

const body = fc.oneof(anything, spoiled, fc.array(fc.oneof(spoiled, anything), { maxLength: 5 }));

async function send(sandbox: RunningSandbox, method: string, path: string, text: string | null) {
  const answer = await fetch(`${sandbox.baseUrl}/v1${path}`, {
    method,
    headers: { 'spm-api-key': sandbox.key, 'content-type': 'application/json' },
    body: text,
  });
  return { status: answer.status, body: (await answer.json()) as { statusCode: number } };
}

/** Rows that no hostile request names. */
async function rigWithVictims() {
  const { sandbox, client } = await rig();
  await call(SpmCustomers.bulkSave(client, [customer('safe')]));
  const keyed = definition('Safe', { unique_keys: ['code'] });
  await call(SpmCustomDataDefinitions.create(client, keyed));
  await call(SpmCustomDataRecords.bulkSave(client, 1, [{ code: 'the victim', points: 7 }]));
  await send(sandbox, 'POST', '/events', '{"name":"n","code_name":"known"}');
  const victims = () => ({
    customer: sandbox.state.list('customers').find((row) => row.customer_id === 'safe'),
    record: sandbox.state.records(1).find((row) => row.code === 'the victim'),
    event: sandbox.state.list('events').find((row) => row.code_name === 'known'),
  });
  return { sandbox, victims };
}

describe('hostile requests', () => {
  it('never crash it, never get a 500, never change another row', async () => {
    const { sandbox, victims } = await rigWithVictims();
    const before = victims();
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...ROUTES), body, async ([method, path], value) => {
        const text = JSON.stringify(value) ?? '';
        const { status, body: answer } = await send(sandbox, method, path, text);
        expect(status).toBeLessThan(500);
        expect(answer.statusCode).toBe(status);
      }),
      { numRuns: 600 },
    );
    expect(victims()).toEqual(before);
    expect(Object.prototype).not.toHaveProperty('polluted');
  });

  it('may nest deeply, carry prototypes, or be endless lists', async () => {
    const { sandbox, victims } = await rigWithVictims();
    const before = victims();
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const deepObject = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
    const proto = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
    const wide = JSON.stringify(
      Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [i, i])),
    );
    const fields = Array.from({ length: 20_000 }, (_, i) => ({
      name: `f${i}`,
      label: 'f',
      type: 'text',
      required: false,
    }));
    const bodies = [deep, deepObject, proto, wide, `[${proto}]`, `[${deepObject}]`, `[${wide}]`];
    bodies.push(`{"name":"n","code_name":"c","properties":${deepObject}}`);
    bodies.push(`{"label":"l","config":${deepObject}}`);
    bodies.push(`{"contact":{"email":"safe@example.com"},"metaData":${deepObject}}`);
    bodies.push(JSON.stringify({ name: 'wide', fields }));
    bodies.push(JSON.stringify([{ ...customer('x'), email: `a@${'.'.repeat(1_000_000)}` }]));
    for (const [method, path] of ROUTES) {
      for (const text of bodies) {
        const { status, body: answer } = await send(sandbox, method, path, text);
        // This route reads only a record id in the query.
        if (method !== 'DELETE') expect(`${method} ${path} ${status}`).toMatch(/ 4\d\d$/);
        expect(JSON.stringify(answer).length).toBeLessThan(10_000);
      }
    }
    expect(victims()).toEqual(before);
    expect({}).not.toHaveProperty('polluted');
  });

  it('may not give two rows one key through half a surrogate pair', async () => {
    const { sandbox } = await rigWithVictims();
    const [a, b] = ['\\ud800', '\\ud801'].map((id) =>
      JSON.stringify([customer('x')]).replace('"customer_id":"x"', `"customer_id":"${id}"`),
    );
    expect(await send(sandbox, 'POST', '/customers', a ?? '')).toMatchObject({ status: 400 });
    expect(await send(sandbox, 'POST', '/customers', b ?? '')).toMatchObject({ status: 400 });
  });

  it('may have any path or query', async () => {
    const { sandbox, victims } = await rigWithVictims();
    const before = victims();
    const paths = [
      '/customers/%00',
      '/customers/%F0%9F%92%A9',
      `/customers/${'x'.repeat(10_000)}`,
      '/customers/__proto__',
      '/events/1e400',
      '/custom-data-records/1%20OR%201=1',
      '/custom-data-records/9999999999999999999',
      '/customers?filters[__proto__][field]=x',
      '/customers?order[0][field]=email;DROP',
      '/customers?filters[0][field]=email&filters[0][operator]=IN&filters[0][values]=' +
        'a,'.repeat(3000),
      '/events/histories?settings={"filter":[{"field":{},"operator":[],"values":{"a":[]}}]}',
      '/events/histories?settings=[[[[[[[[[',
      '/customers?limit=9007199254740993',
      '/customers?limit[]=1',
    ];
    for (const path of paths) {
      for (const method of ['GET', 'DELETE']) {
        const { status } = await send(sandbox, method, encodeURI(decodeURI(path)), null);
        expect(`${method} ${path} ${status}`).toMatch(/ [24]\d\d$/);
      }
    }
    expect(victims()).toEqual(before);
  });
});
