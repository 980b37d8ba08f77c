import { readFileSync } from 'node:fs';
import { SpmCustomDataDefinitions, SpmCustomers, SpmEvents } from '@shopimind/sdk-js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { call, customer, definition, one, rig, rows } from '../fixtures.ts';
import { control } from './control.ts';

const NOON = '2026-01-01T12:00:00.000Z';
const at = (iso: string) => () => Date.parse(iso);

describe('the control API', () => {
  it('says what runs', async () => {
    const { sandbox } = await rig({ now: at(NOON) });
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(await control(sandbox, 'GET', 'info')).toEqual({
      status: 200,
      body: {
        base_url: sandbox.baseUrl,
        key: sandbox.key,
        version,
        now: NOON,
        data: null,
        started_at: NOON,
      },
    });
  });

  it('answers what it does not know as the API does', async () => {
    const { sandbox } = await rig();
    expect(await control(sandbox, 'GET', 'nothing')).toMatchObject({
      status: 404,
      body: { statusCode: 404 },
    });
  });

  it('lists requests with their answers, but not its own', async () => {
    const { sandbox, client } = await rig({ now: at(NOON) });
    await call(SpmCustomers.bulkSave(client, [customer('c1')]));
    await call(SpmCustomers.get(client, 'c2'));
    await call(SpmCustomers.list(client));
    const get = async (query = '') => (await control(sandbox, 'GET', `requests${query}`)).body;
    const ids = async (query: string) =>
      (await get(query)).requests.map(({ id }: { id: number }) => id);
    const { requests, last_id } = await get();
    expect(last_id).toBe(3);
    expect(requests).toMatchObject([
      {
        id: 1,
        at: NOON,
        method: 'POST',
        path: '/v1/customers',
        status: 200,
        items: 1,
        fault: null,
      },
      { id: 2, method: 'GET', path: '/v1/customers/c2', status: 404, body: '' },
      { id: 3 },
    ]);
    expect(JSON.parse(requests[0].body)).toEqual([customer('c1')]);
    expect(JSON.parse(requests[0].response)).toMatchObject({ sent_count: 1 });
    expect(await ids('?since=1')).toEqual([2, 3]);
    expect(await ids('?limit=2')).toEqual([2, 3]);
    expect(await ids('?limit=0')).toEqual([]);
    expect(await ids('?method=post')).toEqual([1]);
    expect(await ids('?path=customers/')).toEqual([2]);
    expect(await ids('?status=404')).toEqual([2]);
    expect(await ids('?status=2xx')).toEqual([1, 3]);
    expect(await control(sandbox, 'GET', 'requests?since=x')).toMatchObject({ status: 400 });

    expect((await control(sandbox, 'DELETE', 'requests')).body).toEqual({ last_id: 3 });
    await call(SpmCustomers.list(client));
    expect(await ids('')).toEqual([4]);
  });

  it('keeps only the beginning of long bodies and answers', async () => {
    const { sandbox, client } = await rig();
    const long = customer('c1', { shop_id: 'é'.repeat(20_000) });
    await call(SpmCustomers.bulkSave(client, [long]));
    await call(SpmCustomers.list(client));
    const { body } = await control(sandbox, 'GET', 'requests');
    const [saved, listed] = body.requests;
    expect(Buffer.byteLength(saved.body)).toBeLessThanOrEqual(2002);
    expect(Buffer.byteLength(listed.response)).toBeLessThanOrEqual(2002);
    expect(listed.response).toContain('"customer_id":"c1"');
  });

  it('counts and shows what it holds', async () => {
    const { sandbox, client } = await rig();
    const customers = ['a1', 'a2', 'b%'].map((id) => customer(id, { email: 'x@example.com' }));
    await call(SpmCustomers.bulkSave(client, customers));
    const { body } = await control(sandbox, 'GET', 'state');
    expect(body.resources).toContainEqual({ name: 'customers', count: 3 });
    expect(body.resources).toContainEqual({ name: 'contacts', count: 1 });
    const state = async (query = '') =>
      (await control(sandbox, 'GET', `state/customers${query}`)).body;
    expect(await state()).toMatchObject({ name: 'customers', total: 3, rows: customers });
    expect(await state('?limit=1&offset=1')).toMatchObject({
      total: 3,
      rows: [{ id: 2, customer_id: 'a2' }],
    });
    expect(await state('?q=A2')).toMatchObject({ total: 1, rows: [{ customer_id: 'a2' }] });
    expect(await state('?q=%25')).toMatchObject({ total: 1, rows: [{ customer_id: 'b%' }] });
    expect(await state(`?q=${encodeURIComponent("' OR 1=1 --")}`)).toMatchObject({ total: 0 });
    const unknown = await control(sandbox, 'GET', 'state/clients');
    expect(unknown).toMatchObject({ status: 404 });
    expect(unknown.body.message).toMatch(/no resource clients.*customers/);
  });

  it('empties it', async () => {
    const { sandbox, client } = await rig();
    await call(SpmCustomers.bulkSave(client, [customer('c1')]));
    expect(await control(sandbox, 'POST', 'reset')).toMatchObject({ status: 200 });
    expect(sandbox.state.count('customers')).toBe(0);
    expect(sandbox.requests).toEqual([]);
  });
});

describe('faults at run time', () => {
  it('are added, listed and removed', async () => {
    const { sandbox, client } = await rig({ faultSeed: 7 });
    const spec = 'GET /v1/customers 503';
    const added = await control(sandbox, 'POST', 'faults', { body: { spec } });
    expect(added).toEqual({ status: 200, body: { id: 1, spec, happened: 0 } });
    expect(await call(SpmCustomers.list(client))).toMatchObject({ statusCode: 503 });
    expect((await control(sandbox, 'GET', 'faults')).body).toEqual({
      faults: [{ id: 1, spec, happened: 1 }],
      latency: null,
      rate_limit: null,
      read_delay: 0,
      seed: 7,
    });
    expect((await control(sandbox, 'DELETE', 'faults/1')).body.faults).toEqual([]);
    expect(await control(sandbox, 'DELETE', 'faults/1')).toMatchObject({ status: 404 });
    expect(await call(SpmCustomers.list(client))).toMatchObject({ statusCode: 200 });
    await control(sandbox, 'POST', 'faults', { body: { spec } });
    expect((await control(sandbox, 'DELETE', 'faults')).body.faults).toEqual([]);
  });

  it('come with latency, rate limit, read delay and seed', async () => {
    const { sandbox, client } = await rig();
    const put = (body: unknown) => control(sandbox, 'PUT', 'faults', { body });
    const all = { latency: '0..1', rate_limit: '1/h', read_delay: '1h', seed: 3 };
    expect((await put(all)).body).toMatchObject({ ...all, read_delay: 3_600_000 });
    await call(SpmCustomers.bulkSave(client, [customer('c1')]));
    expect(await call(SpmCustomers.list(client))).toMatchObject({ statusCode: 429 });
    expect((await put({ rate_limit: null })).body).toMatchObject({
      rate_limit: null,
      latency: '0..1',
    });
    expect(rows(await call(SpmCustomers.list(client)))).toEqual([]);
    expect((await put({ read_delay: null, latency: 0 })).body).toMatchObject({
      read_delay: 0,
      latency: null,
    });
    expect(rows(await call(SpmCustomers.list(client)))).toHaveLength(1);
  });

  it.each([
    ['POST', {}, 'spec is required'],
    ['POST', { spec: 4 }, 'spec must be of type string'],
    ['POST', { spec: 'GET /v1/a' }, "'GET /v1/a' is not a fault"],
    ['POST', [], 'body must be an object'],
    ['PUT', { latency: 'fast' }, "The latency cannot be 'fast'"],
    ['PUT', { rate_limit: '0/s' }, "The rate limit cannot be '0/s'"],
    ['PUT', { read_delay: 'later' }, "The read delay cannot be 'later'"],
    ['PUT', { seed: 0.5 }, "The fault seed cannot be '0.5'"],
    ['PUT', { speed: 1 }, 'speed is unknown; the names are latency'],
  ])('are refused when wrong: %s %j', async (method, body, message) => {
    const { sandbox } = await rig({ faultSeed: 1 });
    const before = (await control(sandbox, 'GET', 'faults')).body;
    const good = method === 'PUT' ? { latency: 5, ...body } : body;
    const answer = await control(sandbox, method, 'faults', { body: good });
    expect(answer).toMatchObject({ status: 400, body: { statusCode: 400 } });
    expect([answer.body.message].flat()[0]).toContain(message);
    expect((await control(sandbox, 'GET', 'faults')).body).toEqual(before);
  });
});

describe('the clock', () => {
  it('is moved and stopped, and everything follows it', async () => {
    const time = { now: Date.parse(NOON) };
    const { sandbox, client } = await rig({ now: () => time.now });
    const put = async (body: unknown) => (await control(sandbox, 'PUT', 'clock', { body })).body;
    expect((await control(sandbox, 'GET', 'clock')).body).toEqual({
      now: NOON,
      offset_ms: 0,
      frozen: false,
    });
    expect(await put({ offset_ms: 60_000 })).toMatchObject({ now: '2026-01-01T12:01:00.000Z' });
    const made = await call(SpmEvents.create(client, { name: 'E', code_name: 'e' }));
    expect(one(made).created_at).toBe('2026-01-01T12:01:00.000Z');
    expect(await put({ now: '2030-05-05T00:00:00Z', frozen: true })).toMatchObject({
      now: '2030-05-05T00:00:00.000Z',
      frozen: true,
    });
    time.now += 5000;
    expect((await control(sandbox, 'GET', 'info')).body.now).toBe('2030-05-05T00:00:00.000Z');
    const { offset_ms } = (await control(sandbox, 'GET', 'clock')).body;
    expect(await put({ offset_ms: offset_ms + 1000 })).toMatchObject({
      now: '2030-05-05T00:00:01.000Z',
      frozen: true,
    });
    await put({ frozen: false });
    time.now += 1000;
    expect((await control(sandbox, 'GET', 'clock')).body.now).toBe('2030-05-05T00:00:02.000Z');
    expect(await put({ offset_ms: 0 })).toMatchObject({ offset_ms: 0, frozen: false });
  });

  it('lets writes be seen without waiting', async () => {
    const { sandbox, client } = await rig({ readDelay: '1m' });
    await call(SpmCustomers.bulkSave(client, [customer('c1')]));
    expect(rows(await call(SpmCustomers.list(client)))).toEqual([]);
    await control(sandbox, 'PUT', 'clock', { body: { offset_ms: 60_000 } });
    expect(rows(await call(SpmCustomers.list(client)))).toHaveLength(1);
  });

  it.each([
    { now: 'soon' },
    { now: 5 },
    { offset_ms: 1e300 },
    { now: NOON, offset_ms: 1 },
    { frozen: 'yes' },
  ])('is not set to %j', async (body) => {
    const { sandbox } = await rig({ now: at(NOON) });
    expect(await control(sandbox, 'PUT', 'clock', { body })).toMatchObject({ status: 400 });
    expect((await control(sandbox, 'GET', 'clock')).body).toMatchObject({
      now: NOON,
      offset_ms: 0,
    });
  });
});

describe('snapshots', () => {
  it('bring everything back, ids too', async () => {
    const { sandbox, client } = await rig({ now: at(NOON) });
    const create = (name: string) =>
      call(SpmCustomDataDefinitions.create(client, definition(name) as never));
    await call(SpmCustomers.bulkSave(client, [customer('c1')]));
    await create('A');
    expect(await control(sandbox, 'POST', 'snapshots', { body: { name: 'before' } })).toEqual({
      status: 200,
      body: { name: 'before', at: NOON },
    });
    const kept = sandbox.state.counts();
    await call(
      SpmCustomers.bulkSave(client, [customer('c1', { first_name: 'new' }), customer('c2')]),
    );
    await create('B');
    sandbox.reset();
    const restored = await control(sandbox, 'POST', 'snapshots/before/restore');
    expect(restored).toEqual({ status: 200, body: { restored: 'before' } });
    expect(sandbox.state.counts()).toEqual(kept);
    expect(sandbox.state.list('customers')).toMatchObject([
      { customer_id: 'c1', first_name: 'Ada' },
    ]);
    expect(one(await create('C'))).toMatchObject({ id_definition: 2 });
  });

  it('leave installations as they are: what was revoked stays so', async () => {
    const { sandbox } = await rig();
    const create = (url: string) =>
      control(sandbox, 'POST', 'installations', { body: { url, webhook_secret: 's' } });
    const { body: first } = await create('http://127.0.0.1:1');
    await control(sandbox, 'POST', 'snapshots', { body: { name: 'a' } });
    const { body: second } = await create('http://127.0.0.1:2');
    await control(sandbox, 'DELETE', `installations/${first.id}`);
    await control(sandbox, 'POST', 'snapshots/a/restore');
    const { installations } = (await control(sandbox, 'GET', 'installations')).body;
    expect(installations.map(({ id }: { id: string }) => id)).toEqual([second.id]);
  });

  it('are listed, replaced and removed', async () => {
    const { sandbox, client } = await rig();
    const take = (name: string) => control(sandbox, 'POST', 'snapshots', { body: { name } });
    await take('a');
    await take('b');
    await call(SpmCustomers.bulkSave(client, [customer('c1')]));
    await take('a');
    sandbox.reset();
    await control(sandbox, 'POST', 'snapshots/a/restore');
    expect(sandbox.state.count('customers')).toBe(1);
    await control(sandbox, 'POST', 'snapshots/b/restore');
    expect(sandbox.state.count('customers')).toBe(0);
    const names = ({ body }: Awaited<ReturnType<typeof control>>) =>
      body.snapshots.map(({ name }: { name: string }) => name);
    expect(names(await control(sandbox, 'DELETE', 'snapshots/b'))).toEqual(['a']);
    expect(names(await control(sandbox, 'GET', 'snapshots'))).toEqual(['a']);
    expect(await control(sandbox, 'POST', 'snapshots/b/restore')).toMatchObject({ status: 404 });
    expect(await control(sandbox, 'DELETE', 'snapshots/b')).toMatchObject({ status: 404 });
  });

  it.each([{}, { name: '' }, { name: 'a/b' }, { name: '"; DROP TABLE customers' }, { name: 1 }])(
    'need a name: %j',
    async (body) => {
      const { sandbox } = await rig();
      expect(await control(sandbox, 'POST', 'snapshots', { body })).toMatchObject({ status: 400 });
      expect((await control(sandbox, 'GET', 'snapshots')).body).toEqual({ snapshots: [] });
    },
  );

  it('are restored at once for readers, whatever the read delay', async () => {
    const { sandbox, client } = await rig({ readDelay: '1h' });
    await call(SpmCustomers.bulkSave(client, [customer('c1')]));
    await control(sandbox, 'POST', 'snapshots', { body: { name: 'a' } });
    await control(sandbox, 'POST', 'snapshots/a/restore');
    expect(rows(await call(SpmCustomers.list(client)))).toHaveLength(1);
  });
});

it('answers hostile bodies without a crash, a 500 or a change', async () => {
  const { sandbox, client } = await rig({ faultSeed: 1, now: at(NOON) });
  await call(SpmCustomers.bulkSave(client, [customer('c1')]));
  const routes = [
    ['POST', 'faults'],
    ['PUT', 'faults'],
    ['PUT', 'clock'],
    ['POST', 'snapshots'],
    ['POST', 'snapshots/%00/restore'],
    ['DELETE', 'faults/__proto__'],
    ['DELETE', "snapshots/';--"],
  ] as const;
  const key = fc.constantFrom(
    '__proto__',
    'constructor',
    'spec',
    'latency',
    'now',
    'name',
    'frozen',
  );
  const value = fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.nat()), fc.constant({}));
  const body = fc.oneof(value, fc.dictionary(key, value, { minKeys: 1 }), fc.constant(null));
  const before = await Promise.all(
    ['faults', 'clock', 'state'].map((path) => control(sandbox, 'GET', path)),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...routes), body, async ([method, path], given) => {
      fc.pre(!isName(given));
      const answer = await control(sandbox, method, path, { body: given });
      expect([200, 400, 404]).toContain(answer.status);
    }),
    { numRuns: 300 },
  );
  const after = await Promise.all(
    ['faults', 'clock', 'state'].map((path) => control(sandbox, 'GET', path)),
  );
  expect(after).toEqual(before);
});

/** A random value can be a valid snapshot name, or a valid latency. */
const isName = (body: unknown): boolean =>
  Object.values(Object(body)).some((text) => /^[\w.-]+$/.test(String(text)));
