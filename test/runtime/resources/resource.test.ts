import { describe, expect, it } from 'vitest';
import { keyFaults, type Resource, resourceKey } from '../../../src/runtime/resources/resource.ts';

const customers: Resource = { name: 'customers', limit: 50, keyFields: ['customer_id'] };
const products: Resource = { name: 'products', limit: 50, keyFields: ['product_id', 'lang'] };

describe('a key that holds half a character', () => {
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
  it('is made of the upsert key, whatever its types', () => {
    expect(resourceKey(products, { product_id: 12, lang: 'fr' })).toBe('products:12:fr');
    expect(resourceKey(products, { product_id: '12', lang: 'fr' })).toBe('products:12:fr');
    expect(resourceKey(products, { product_id: 'a:b', lang: 'c' })).not.toBe(
      resourceKey(products, { product_id: 'a', lang: 'b:c' }),
    );
  });

  it('takes from the path what that says', () => {
    const variations = { ...products, fromPath: { product_id: '7' } };
    expect(resourceKey(variations, { lang: 'fr' })).toBe('products:7:fr');
  });

  it('is null where the identity is not known', () => {
    expect(resourceKey(products, { product_id: 12 })).toBeNull();
    expect(resourceKey(products, null)).toBeNull();
    expect(resourceKey({ name: 'x', limit: 20, keyFields: null }, { id: 1 })).toBeNull();
  });
});
