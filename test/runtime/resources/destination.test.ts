import * as sdk from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import type { RequestConfig } from '../../../src/runtime/api/override.ts';
import { bulkRequestOf, destinationAt } from '../../../src/runtime/resources/destination.ts';
import { resourceKey } from '../../../src/runtime/resources/resource.ts';
import { scriptedApi } from '../../helpers/scriptedApi.ts';

type Sdk = Record<string, Record<string, (...given: unknown[]) => Promise<unknown>>>;

/** The destination of an SDK function, from the request that it makes. */
async function pushedBy(call: (classes: Sdk, client: unknown) => Promise<unknown>) {
  const { client, requests } = scriptedApi();
  await call(sdk as unknown as Sdk, client);
  const [{ method, url, body } = { method: '', url: '', body: [] }] = requests;
  return bulkRequestOf({ method, url, data: body } as RequestConfig)?.destination;
}

const classes = Object.entries(sdk).filter(([, value]) => 'CHUNK_SIZE' in value);

describe('a request of the SDK', () => {
  it.each(classes)('of %s is known with the limit of its resource', async (name, value) => {
    const limit = (value as unknown as { CHUNK_SIZE: number }).CHUNK_SIZE;
    const functions = ['bulkSave', 'bulkSaveAll', 'bulkUpdate'].filter((fn) => fn in value);
    for (const fn of functions) {
      const takesParent = /Addresses|Images|Variations|Records/.test(name) && fn !== 'bulkSaveAll';
      const given = takesParent ? [7, [{ id: 1 }]] : [[{ id: 1 }]];
      const to = await pushedBy((all, client) => all[name]?.[fn]?.(client, ...given) as never);
      expect([fn, to?.resource.limit]).toEqual([fn, limit]);
      const again = destinationAt(to?.resource.route ?? '');
      expect(again).toEqual({
        ...to,
        request: { method: to?.request.method, url: to?.request.url },
      });
    }
  });

  it.each([
    ['variations', 'SpmProductsVariations', { variation_id: 3 }, 'products-variations:7:3'],
    ['images', 'SpmProductsImages', { image_id: 3 }, 'products-images:7:3'],
    ['addresses', 'SpmCustomersAddresses', { address_id: 3 }, 'customers-addresses:7:3'],
  ])(
    'for the %s of one parent gives them the keys that they have in a common one',
    async (_, name, item, key) => {
      const nested = await pushedBy(
        (all, client) => all[name]?.bulkSave?.(client, 7, [item]) as never,
      );
      const parent = name === 'SpmCustomersAddresses' ? 'customer_id' : 'product_id';
      const common = await pushedBy(
        (all, client) => all[name]?.bulkSaveAll?.(client, [{ ...item, [parent]: 7 }]) as never,
      );
      expect(nested && resourceKey(nested.resource, item)).toBe(key);
      expect(common && resourceKey(common.resource, { ...item, [parent]: 7 })).toBe(key);
    },
  );

  it('that deletes carries ids, in the object that the API takes', async () => {
    const { client, requests } = scriptedApi();
    await sdk.SpmCustomers.bulkDelete(client, ['a', 'b']);
    const [{ method, url, body } = { method: '', url: '', body: [] }] = requests;
    const asked = bulkRequestOf({ method, url, data: body } as RequestConfig);
    expect(asked?.items).toEqual(['a', 'b']);
    expect(asked?.destination.wrap?.(['a'])).toEqual({ customer_ids: ['a'] });
  });
});

describe('a request', () => {
  const at = (method: string, url: string, data: unknown = [{}]) =>
    bulkRequestOf({ method, url, data } as RequestConfig)?.destination.resource;

  it('is known however its path is written', () => {
    for (const url of ['customers', '/customers', 'customers/', 'customers?a=1'])
      expect(at('POST', url)?.name).toBe('customers');
  });

  it('to an unknown route takes the smallest limit, and has no route back', () => {
    expect(at('post', 'things/1/others')).toEqual({
      ...{ name: 'things/1/others', limit: 20, keyFields: null },
    });
  });

  it.each([
    ['get', 'customers', [{}]],
    ['post', 'events/sale/trigger', { a: 1 }],
    ['patch', 'custom-data-records/1/2', [{}]],
    ['post', 'customers/bulk-delete', { customer_ids: ['a'], more: 1 }],
    ['post', 'customers/bulk-delete', null],
  ])('that pushes no list is none: %s %s', (method, url, data) => {
    expect(at(method, url, data)).toBeUndefined();
  });
});

describe('the route of a dead letter', () => {
  it.each([
    ['customers', 'post', 'customers'],
    ['customers/update', 'put', 'customers'],
    ['products-variations', 'post', 'products/variations/bulk'],
    ['products-variations/7', 'post', 'products/7/variations'],
    ['products-variations/7/update', 'put', 'products/7/variations'],
    ['custom-data-12', 'post', 'custom-data-records/12'],
  ])('%s leads back to where it was sent', (route, method, url) => {
    expect(destinationAt(route)?.request).toEqual({ method, url });
  });

  it.each(['', 'nothing', 'customers/7', 'unknown'])('%j leads nowhere', (route) => {
    expect(destinationAt(route)).toBeUndefined();
  });
});
