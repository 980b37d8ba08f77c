/**
 * The API's bulk resources: how many items one request may hold, which fields identify a record, and the routes that
 * write them. Limits come from the API's documentation, or else from the chunk sizes of the SDK.
 */

export interface KnownResource {
  /** The name in dead letters and keys of records. */
  name: string;
  limit: number;
  /** Null if the identity of a record is not documented. */
  keyFields: readonly string[] | null;
  /** The route for items of any parent; the name itself when absent. */
  path?: string;
  /** The route for items of one parent: `<root>/<id>/<leaf>`; the id is the first key field. */
  nested?: { root: string; leaf: string };
}

/** Records of custom data: the guide allows 50 a request, the SDK 20. The smaller limit is always accepted. */
export const CUSTOM_DATA_LIMIT = 20;

export const KNOWN_RESOURCES: readonly KnownResource[] = [
  { name: 'customers', limit: 50, keyFields: ['customer_id'] },
  { name: 'customers-groups', limit: 100, keyFields: ['group_id', 'lang'] },
  {
    ...{ name: 'customers-addresses', limit: 50, keyFields: ['customer_id', 'address_id'] },
    ...{ path: 'customers/addresses/bulk', nested: { root: 'customers', leaf: 'addresses' } },
  },
  { name: 'newsletter-subscribers', limit: 50, keyFields: null },
  { name: 'products', limit: 50, keyFields: ['product_id', 'lang'] },
  { name: 'products-categories', limit: 100, keyFields: ['category_id', 'lang'] },
  {
    ...{ name: 'products-images', limit: 50, keyFields: ['product_id', 'image_id'] },
    ...{ path: 'products/images/bulk', nested: { root: 'products', leaf: 'images' } },
  },
  { name: 'products-manufacturers', limit: 100, keyFields: ['manufacturer_id'] },
  {
    ...{ name: 'products-variations', limit: 50, keyFields: ['product_id', 'variation_id'] },
    ...{ path: 'products/variations/bulk', nested: { root: 'products', leaf: 'variations' } },
  },
  { name: 'orders', limit: 50, keyFields: ['order_id'] },
  { name: 'orders-carriers', limit: 100, keyFields: ['carrier_id'] },
  { name: 'orders-statuses', limit: 100, keyFields: ['status_id', 'lang'] },
  { name: 'vouchers', limit: 50, keyFields: ['voucher_id', 'lang'] },
];
