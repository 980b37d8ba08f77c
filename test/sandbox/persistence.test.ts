import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SpmCustomDataDefinitions, SpmCustomDataRecords, SpmCustomers } from '@shopimind/sdk-js';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/index.ts';
import { call, clientOf, customer, definition, one, rig } from './fixtures.ts';

let folder: string;
let data: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  data = join(folder, 'api.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a data file', () => {
  it('keeps the key and the state over a restart', async () => {
    const before = await startSandbox({ data });
    await call(SpmCustomers.bulkSave(clientOf(before), [customer('c1')]));
    await before.stop();
    const { sandbox, client } = await rig({ data });
    expect(sandbox.key).toBe(before.key);
    expect(sandbox.state.count('data-sources')).toBe(1);
    expect(one(await call(SpmCustomers.get(client, 'c1')))).toMatchObject({ customer_id: 'c1' });
  });

  it('serves two sandboxes at once', async () => {
    const a = await rig({ data });
    const b = await rig({ data });
    expect(b.sandbox.key).toBe(a.sandbox.key);
    await call(SpmCustomDataDefinitions.create(a.client, definition('A') as never));
    await call(SpmCustomDataRecords.bulkSave(b.client, 1, [{ code: 'x' }]));
    const fields = [{ name: 'extra', label: 'Extra', type: 'text' as const, required: false }];
    await call(SpmCustomDataDefinitions.extend(a.client, 1, { fields }));
    const answer = await call(
      SpmCustomDataRecords.bulkSave(b.client, 1, [{ code: 'y', extra: 'z' }]),
    );
    expect(answer).toMatchObject({ sent_count: 1 });

    const writes = Array.from({ length: 40 }, (_, i) =>
      call(SpmCustomers.bulkSave(i % 2 ? a.client : b.client, [customer(`c${i % 10}`)])),
    );
    for (const write of await Promise.all(writes)) expect(write).toMatchObject({ sent_count: 1 });
    expect(a.sandbox.state.count('customers')).toBe(10);
    expect(b.sandbox.state.count('contacts')).toBe(10);
  });

  it('is not anything else', async () => {
    writeFileSync(data, 'this is not a database, and longer than a header of one would be');
    await expect(startSandbox({ data })).rejects.toMatchObject({ code: 'SPM_STORE_CORRUPT' });
    const other = join(folder, 'other.sqlite');
    new Database(other).exec('CREATE TABLE installs (id)').close();
    await expect(startSandbox({ data: other })).rejects.toMatchObject({
      code: 'SPM_STORE_CORRUPT',
    });
    const nowhere = join(folder, 'no', 'folder.sqlite');
    await expect(startSandbox({ data: nowhere })).rejects.toMatchObject({
      code: 'SPM_STORE_UNAVAILABLE',
    });
  });

  it('is not read when a newer version wrote it', async () => {
    const { sandbox } = await rig({ data });
    await sandbox.stop();
    const db = new Database(data);
    db.pragma('user_version = 2');
    db.close();
    await expect(startSandbox({ data })).rejects.toMatchObject({ code: 'SPM_STORE_NEWER' });
  });
});

it('starts over on reset, but for the key', async () => {
  const { sandbox, client } = await rig();
  await call(SpmCustomers.bulkSave(client, [customer('c1')]));
  await call(SpmCustomDataDefinitions.create(client, definition('A') as never));
  const { key } = sandbox;
  sandbox.reset();
  expect(sandbox.key).toBe(key);
  expect(sandbox.requests).toEqual([]);
  const { 'data-sources': sources, ...others } = sandbox.state.counts();
  expect(sources).toBe(1);
  expect(new Set(Object.values(others))).toEqual(new Set([0]));
  const made = await call(SpmCustomDataDefinitions.create(client, definition('A') as never));
  expect(one(made)).toMatchObject({ id_definition: 1 });
});

it('names the resources it has when asked for another', async () => {
  const { sandbox } = await rig();
  expect(() => sandbox.state.count('clients')).toThrow(/no resource clients.*customers/);
});

it('stops once, however often it is told to', async () => {
  const sandbox = await startSandbox();
  await Promise.all([sandbox.stop(), sandbox.stop()]);
  await expect(fetch(sandbox.baseUrl)).rejects.toThrow();
});
