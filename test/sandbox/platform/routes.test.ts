import { describe, expect, it } from 'vitest';
import { connector, installationAfter, platform, SECRET } from './rig.ts';

describe('the routes of installations', () => {
  it('need no key, and list what there is in order of creation', async () => {
    const rig = await platform();
    const first = await rig.create({ shop_name: 'A' });
    const second = await rig.create({ shop_name: 'B' });
    const { status, body } = await rig.send<{ installations: { id: string }[] }>(
      'GET',
      '/installations',
    );
    expect(status).toBe(200);
    expect(body.installations).toMatchObject([
      { id: first.id, shop_name: 'A', status: 'created', url: rig.connector.url },
      { id: second.id, shop_name: 'B' },
    ]);
    expect(await rig.get(first.id)).toEqual({ ...first, deliveries: [] });
    expect(first).not.toHaveProperty('webhook_secret');
  });

  it.each([
    [{}, ['url is required', 'webhook_secret is required']],
    [{ url: 'http://127.0.0.1' }, ['webhook_secret is required']],
    [{ url: 1, webhook_secret: '' }, ['url must be a', 'webhook_secret must be a']],
    [{ url: 'http://example.com', webhook_secret: 's' }, ['on this machine']],
    [{ url: 'http://127.0.0.1', webhook_secret: 's', extra: 1 }, ['extra should not exist']],
    [{ url: 'http://127.0.0.1', webhook_secret: 's', config_schema: { steps: 1 } }, ['steps']],
    [{ url: 'http://127.0.0.1', webhook_secret: 's', configs: { a: {} } }, ['configs.a']],
  ])('refuse to create from %j', async (body, messages) => {
    const rig = await platform();
    const answer = await rig.send<{ message: string[] }>('POST', '/installations', body);
    expect(answer.status).toBe(400);
    expect(answer.body.message).toHaveLength(messages.length);
    for (const [index, text] of messages.entries()) {
      expect(answer.body.message[index]).toContain(text);
    }
    expect(await rig.send('GET', '/installations')).toMatchObject({ body: { installations: [] } });
  });

  it('know no other installation', async () => {
    const rig = await platform();
    expect(await rig.send('GET', '/installations/none')).toMatchObject({ status: 404 });
    expect(await rig.send('DELETE', '/installations/none')).toMatchObject({ status: 404 });
    for (const action of ['install', 'activate', 'deactivate', 'uninstall', 'test-connection']) {
      const answer = await rig.send('POST', `/installations/none/${action}`);
      expect(answer).toMatchObject({ status: 404, body: { message: 'Installation not found' } });
    }
  });

  it('forget an installation without a webhook', async () => {
    const rig = await platform();
    const { id } = await installationAfter(rig, ['install', 'activate']);
    expect(await rig.send('DELETE', `/installations/${id}`)).toEqual({
      status: 200,
      body: { deleted: id },
    });
    expect(await rig.send('GET', `/installations/${id}`)).toMatchObject({ status: 404 });
    expect(rig.connector.received).toEqual([]);
  });

  it('keep the connectors of two installations apart', async () => {
    const rig = await platform();
    const other = await connector();
    const first = await rig.create();
    const second = await rig.create({ url: other.url });
    await rig.act(second.id, 'install');
    expect(rig.connector.received).toEqual([]);
    expect(other.received).toHaveLength(1);
    expect((await rig.get(first.id)).deliveries).toEqual([]);
  });

  it('are not in the log of the API, nor are the secrets sent to them', async () => {
    const rig = await platform();
    const { key } = await installationAfter(rig, ['install', 'activate']);
    for (const _ of [1, 2]) {
      await fetch(`${rig.sandbox.baseUrl}/v1/customers`, { headers: { 'spm-api-key': `${key}` } });
    }
    expect(rig.sandbox.requests[0]).toMatchObject({ path: '/v1/customers', status: 200 });
    expect(JSON.stringify(rig.sandbox.requests)).not.toContain(SECRET);
  });
});
