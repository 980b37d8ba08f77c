import * as sdk from '@shopimind/sdk-js';
import { describe, expect, it } from 'vitest';
import { keyFaults, resourceKey, resourceOf } from '../../src/runtime/resources.ts';

/** Classes of the SDK whose bulk functions take the items first, or have a variant that does. */
const bulkClasses = Object.entries(sdk).filter(
  ([name, value]) =>
    typeof value === 'function' && 'CHUNK_SIZE' in value && name !== 'SpmCustomDataRecords',
);

describe('resourceOf', () => {
  it('knows every bulk resource of the SDK, with its limit', () => {
    expect(bulkClasses).toHaveLength(13);
    for (const [, value] of bulkClasses) {
      const cls = value as unknown as {
        CHUNK_SIZE: number;
        bulkSaveAll?: object;
        bulkSave: object;
      };
      const resource = resourceOf(cls.bulkSaveAll ?? cls.bulkSave);
      expect(resource.limit).toBe(cls.CHUNK_SIZE);
      expect(resource.name).not.toBe('unknown');
    }
  });

  it('takes the smallest limit for anything else', () => {
    expect(resourceOf(() => {})).toEqual({ name: 'unknown', limit: 20, keyFields: null });
  });
});

describe('a key that holds half a character', () => {
  const customers = resourceOf(sdk.SpmCustomers.bulkSave);
  const keyOf = (customer_id: string) => resourceKey(customers, { customer_id });

  it('is encoded like no other, and all others as ever', () => {
    const keys = ['a\ud800', 'a\ud801', 'a\udc00', 'a%ud800', 'a\u{1f600}', 'é b'].map(keyOf);
    expect(new Set(keys).size).toBe(6);
    expect(keys[0]).toBe('customers:a%ud800');
    expect(keys.slice(4)).toEqual(['customers:a%F0%9F%98%80', 'customers:%C3%A9%20b']);
  });

  it('is a fault that names the field, else the key of the step', () => {
    const half = 'a\ud800';
    expect(keyFaults(customers, { customer_id: half }, half)).toEqual([
      'customer_id contains a lone surrogate (half of a character)',
    ]);
    expect(keyFaults(customers, { customer_id: 'a' }, half)[0]).toContain("the step's key");
    expect(keyFaults(customers, { customer_id: 'a\u{1f600}' }, 'a')).toEqual([]);
  });
});

describe('resourceKey', () => {
  const products = resourceOf(sdk.SpmProducts.bulkSave);

  it('is made of the upsert key, whatever its types', () => {
    expect(resourceKey(products, { product_id: 12, lang: 'fr' })).toBe('products:12:fr');
    expect(resourceKey(products, { product_id: '12', lang: 'fr' })).toBe('products:12:fr');
    expect(resourceKey(products, { product_id: 'a:b', lang: 'c' })).not.toBe(
      resourceKey(products, { product_id: 'a', lang: 'b:c' }),
    );
  });

  it('is null where the identity is not known', () => {
    expect(resourceKey(products, { product_id: 12 })).toBeNull();
    expect(resourceKey(products, null)).toBeNull();
    expect(
      resourceKey(
        resourceOf(() => {}),
        { id: 1 },
      ),
    ).toBeNull();
  });
});
