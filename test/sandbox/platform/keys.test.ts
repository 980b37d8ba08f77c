import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SpmCustomers } from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import { type ApiBody, call, clientOf, customer } from '../fixtures.ts';
import { installationAfter, type Platform, platform } from './rig.ts';

/** The API's status for the key: 200 or 401. */
async function statusOf({ sandbox }: Pick<Platform, 'sandbox'>, key: string): Promise<number> {
  const client = clientOf({ baseUrl: sandbox.baseUrl, key });
  return (await call(SpmCustomers.list(client))).statusCode;
}

/** The API's status while the connector handles the next webhook. */
function whileHandling(rig: Platform, key: string, answer = {}): { statuses: number[] } {
  const seen: { statuses: number[] } = { statuses: [] };
  rig.connector.handler = async () => {
    seen.statuses.push(await statusOf(rig, key));
    return answer;
  };
  return seen;
}

const FAILURE = { body: { success: false, error: 'no' } };

describe("an installation's key", () => {
  it('has the prefix and pattern of its kind', async () => {
    const rig = await platform();
    const { key } = await rig.create();
    expect(key).toMatch(/^int[a-zA-Z0-9-]{17,61}$/);
    expect((await rig.create()).key).not.toBe(key);
  });

  it.each([
    ['created', [], 401],
    ['installed', ['install'], 401],
    ['active', ['install', 'activate'], 200],
    ['inactive', ['install', 'activate', 'deactivate'], 401],
    ['active again', ['install', 'activate', 'deactivate', 'activate'], 200],
    ['uninstalled', ['install', 'activate', 'uninstall'], 401],
  ])('when %s', async (_state, actions, status) => {
    const rig = await platform();
    const view = await installationAfter(rig, actions);
    expect(await statusOf(rig, String(view.key))).toBe(status);
    expect(view.key_works).toBe(status === 200);
    expect(await statusOf(rig, rig.sandbox.key)).toBe(200);
  });

  it.each([
    ['install', [], 401],
    ['activate', ['install'], 200],
    ['activate', ['install', 'activate', 'deactivate'], 200],
    ['deactivate', ['install', 'activate'], 401],
    ['uninstall', ['install', 'activate'], 401],
  ])('while the connector handles %s after %j', async (action, before, status) => {
    const rig = await platform();
    const { id, key } = await installationAfter(rig, before);
    const seen = whileHandling(rig, String(key));
    await rig.act(id, action);
    expect(seen.statuses).toEqual([status]);
  });

  it('answers like an unknown one when it is revoked', async () => {
    const rig = await platform();
    const { key } = await installationAfter(rig, ['install']);
    const client = clientOf({ baseUrl: rig.sandbox.baseUrl, key: String(key) });
    const answer: ApiBody = await call(SpmCustomers.bulkSave(client, [customer('c1')]));
    expect(answer).toEqual({ statusCode: 401, message: 'Unauthorized' });
    expect(rig.sandbox.state.count('customers')).toBe(0);
  });

  it('writes into the same shop', async () => {
    const rig = await platform();
    const { key } = await installationAfter(rig, ['install', 'activate']);
    const client = clientOf({ baseUrl: rig.sandbox.baseUrl, key: String(key) });
    await call(SpmCustomers.bulkSave(client, [customer('c1')]));
    const shop = await call(SpmCustomers.list(clientOf(rig.sandbox)));
    expect(shop.data).toMatchObject([{ customer_id: 'c1' }]);
  });

  it('is deleted when the install fails, and the next install has a new one', async () => {
    const rig = await platform();
    const { id, key } = await rig.create();
    rig.connector.handler = () => FAILURE;
    const failed = await rig.act(id, 'install');
    expect(failed).toMatchObject({ ok: false, error: 'no' });
    expect(failed.installation).toMatchObject({ status: 'created', key: null, key_works: false });
    rig.connector.handler = () => undefined;
    const { installation } = await rig.act(id, 'install');
    expect(installation.status).toBe('installed');
    expect(installation.key).not.toBe(key);
    expect(rig.connector.received[1]?.body.access_token).toBe(installation.key);
    await rig.act(id, 'activate');
    expect(await statusOf(rig, String(key))).toBe(401);
    expect(await statusOf(rig, String(installation.key))).toBe(200);
  });

  it.each([
    ['installed', ['install']],
    ['inactive', ['install', 'activate', 'deactivate']],
  ])('is revoked again when activate fails, and the state is %s again', async (state, before) => {
    const rig = await platform();
    const { id, key } = await installationAfter(rig, before);
    const seen = whileHandling(rig, String(key), FAILURE);
    const { installation } = await rig.act(id, 'activate');
    expect(seen.statuses).toEqual([200]);
    expect(installation).toMatchObject({ status: state, key, key_works: false });
    expect(await statusOf(rig, String(key))).toBe(401);
  });

  it.each([
    ['deactivate', 'inactive'],
    ['uninstall', 'uninstalled'],
  ])('stays revoked when the connector refuses %s', async (action, state) => {
    const rig = await platform();
    const { id, key } = await installationAfter(rig, ['install', 'activate']);
    rig.connector.handler = () => FAILURE;
    const outcome = await rig.act(id, action);
    expect(outcome).toMatchObject({ ok: false, error: 'no', installation: { status: state } });
    expect(await statusOf(rig, String(key))).toBe(401);
  });

  it('stays revoked after uninstall: nothing brings it back', async () => {
    const rig = await platform();
    const { id, key } = await installationAfter(rig, ['install', 'uninstall']);
    for (const action of ['install', 'activate', 'deactivate', 'uninstall', 'test-connection']) {
      expect(await rig.send('POST', `/installations/${id}/${action}`)).toMatchObject({
        status: 409,
      });
    }
    expect(rig.connector.received).toEqual([]);
    expect(await statusOf(rig, String(key))).toBe(401);
  });

  it('goes with the installation, and with a reset', async () => {
    const rig = await platform();
    const first = await installationAfter(rig, ['install', 'activate']);
    const second = await installationAfter(rig, ['install', 'activate']);
    expect(await rig.send('DELETE', `/installations/${first.id}`)).toMatchObject({ status: 200 });
    expect(await statusOf(rig, String(first.key))).toBe(401);
    expect(await statusOf(rig, String(second.key))).toBe(200);
    rig.sandbox.reset();
    expect(await statusOf(rig, String(second.key))).toBe(401);
    expect(await rig.send('GET', '/installations')).toMatchObject({ body: { installations: [] } });
  });

  it('is the same for every process on the file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'platform-'));
    const data = join(folder, 'api.sqlite');
    const a = await platform({ data });
    const b = await platform({ data });
    const { id, key } = await installationAfter(a, ['install', 'activate']);
    expect(await statusOf(b, String(key))).toBe(200);
    await b.act(id, 'deactivate');
    expect(await statusOf(a, String(key))).toBe(401);
    await Promise.all([a.sandbox.stop(), b.sandbox.stop()]);
    const restarted = await platform({ data });
    await restarted.act(id, 'activate');
    expect(await statusOf(restarted, String(key))).toBe(200);
    await restarted.sandbox.stop();
    rmSync(folder, { recursive: true });
  });
});
