import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEvent } from '../../../src/runtime/lifecycle/event.ts';

const INSTALL = {
  event: 'integration.installed',
  installation_id: 'inst-1',
  access_token: 'tok-1',
  shop_domain: 'a.example',
  shop_name: 'A',
  configs: { country: 'FR' },
};

describe('a lifecycle event', () => {
  it('is read with what it says of the shop', () => {
    expect(readEvent(INSTALL)).toEqual({
      event: {
        name: 'installed',
        installationId: 'inst-1',
        installation: { installationId: 'inst-1', shopDomain: 'a.example', shopName: 'A' },
        token: 'tok-1',
        configs: { country: 'FR' },
      },
    });
  });

  it.each([
    ['integration.activated', 'activated'],
    ['integration.deactivated', 'deactivated'],
    ['integration.uninstalled', 'uninstalled'],
    ['integration.config_updated', 'config_updated'],
    ['activate', 'activated'],
    ['uninstall', 'uninstalled'],
  ])('%s is %s', (event, name) => {
    expect(readEvent({ ...INSTALL, event })).toMatchObject({ event: { name } });
  });

  it('may have the former numeric id, but only without the other', () => {
    const { installation_id: _, ...rest } = INSTALL;
    expect(readEvent({ ...rest, id_shop_integration: 42 })).toMatchObject({
      event: { installationId: '42' },
    });
    expect(readEvent({ ...INSTALL, id_shop_integration: 42 })).toMatchObject({
      event: { installationId: 'inst-1' },
    });
  });

  it.each([
    ['unknown_event', { event: 'integration.exploded' }],
    ['unknown_event', { event: undefined }],
    ['unknown_event', { event: 'constructor' }],
    ['unknown_event', { event: ['integration.installed'] }],
    ['missing_installation_id', { installation_id: '' }],
    ['missing_installation_id', { installation_id: null }],
    ['missing_installation_id', { installation_id: { a: 1 } }],
    ['missing_installation_id', { installation_id: 1.5 }],
    ['invalid_installation_id', { installation_id: 'a\u001b[2J' }],
    ['invalid_installation_id', { installation_id: 'x'.repeat(201) }],
    ['invalid_installation_id', { installation_id: '--all' }],
    ['invalid_installation_id', { installation_id: 'sandbox' }],
    ['missing_access_token', { access_token: undefined }],
    ['invalid_access_token', { access_token: '' }],
    ['invalid_access_token', { access_token: 'a\r\nx: y' }],
    ['invalid_access_token', { access_token: 12 }],
    ['invalid_configs', { configs: [] }],
    ['invalid_configs', { configs: 'a=b' }],
    ['invalid_configs', { event: 'config_updated', configs: null }],
  ])('is refused as %s: %j', (fault, change) => {
    expect(readEvent({ ...INSTALL, ...change })).toEqual({ fault });
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.anything()), (body) => {
        const read = readEvent({ ...INSTALL, ...body });
        expect('event' in read || 'fault' in read).toBe(true);
      }),
    );
  });
});
