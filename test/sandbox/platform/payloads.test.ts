import { describe, expect, it } from 'vitest';
import { installationAfter, platform, verify } from './rig.ts';

const CONFIGS = { api_key: 'k-123456', depth: 3, active: true };

/** The actions that send each event, and its exact fields in addition to the common ones. */
const EVENTS = [
  ['integration.installed', [], 'install', { access_token: expect.any(String), configs: CONFIGS }],
  ['integration.activated', ['install'], 'activate', { configs: CONFIGS }],
  ['integration.deactivated', ['install', 'activate'], 'deactivate', {}],
  ['integration.uninstalled', ['install', 'activate', 'deactivate'], 'uninstall', {}],
] as const;

describe('a lifecycle webhook', () => {
  it.each(EVENTS)('%s has the documented payload', async (event, before, action, extras) => {
    const rig = await platform();
    const { id } = await installationAfter(rig, [...before], { configs: CONFIGS });
    expect(await rig.act(id, action)).toMatchObject({ ok: true, error: null });
    expect(rig.connector.received).toHaveLength(1);
    const [got] = rig.connector.received;
    expect(got).toMatchObject({ path: '/webhook/receive', method: 'POST' });
    expect(got?.headers['content-type']).toBe('application/json');
    expect(got?.body).toEqual({ event, installation_id: id, ...extras });
  });

  it('config_updated has the whole of the configs', async () => {
    const rig = await platform();
    const { id } = await installationAfter(rig, ['install', 'activate'], { configs: CONFIGS });
    await rig.act(id, 'configure', { configs: { depth: 4 } });
    expect(rig.connector.received.map(({ body }) => body)).toEqual([
      {
        event: 'integration.config_updated',
        installation_id: id,
        configs: { ...CONFIGS, depth: 4 },
      },
    ]);
  });

  it('carries what is known of the shop, and of the partner account at install', async () => {
    const rig = await platform();
    const shop = { shop_domain: 'shop.example', shop_name: 'The Shop' };
    const account = { external_account_id: 'a1', external_account_name: 'Account' };
    const { id, key } = await rig.create({ ...shop, ...account });
    await rig.act(id, 'install');
    await rig.act(id, 'activate');
    const [installed, activated] = rig.connector.received.map(({ body }) => body);
    expect(installed).toEqual({
      event: 'integration.installed',
      installation_id: id,
      ...shop,
      ...account,
      access_token: key,
      configs: {},
    });
    expect(activated).toEqual({
      event: 'integration.activated',
      installation_id: id,
      ...shop,
      configs: {},
    });
  });

  it('is signed, over the exact bytes', async () => {
    const now = () => Date.parse('2026-01-02T03:04:05.678Z');
    const rig = await platform({ now });
    const { id } = await rig.create({ configs: { name: 'Zoë “quoted” \u2028' } });
    await rig.act(id, 'install');
    const [got] = rig.connector.received;
    expect(got?.headers['x-shopimind-timestamp']).toBe('1767323045');
    expect(got?.headers['x-shopimind-signature']).toMatch(/^[0-9a-f]{64}$/);
    expect(got && verify(got, now)).toEqual({ ok: true });
    expect(got && verify({ ...got, raw: `${got.raw} ` }, now)).toMatchObject({ ok: false });
  });

  it('goes below the path of the connector', async () => {
    const rig = await platform();
    const { id } = await rig.create({ url: `${rig.connector.url}/spm/` });
    await rig.act(id, 'install');
    expect(rig.connector.received[0]?.path).toBe('/spm/webhook/receive');
  });
});
