/**
 * The API's bulk resources: how many items one request may hold, which fields identify a record, and at which routes
 * they are written. Figures: the API's documentation, and the SDK's chunk sizes where that is silent.
 */

export interface KnownResource {
  /** As in dead letters and keys of records. */
  name: string;
  limit: number;
  /** Null where what identifies a record is not documented. */
  keyFields: readonly string[] | null;
  /** Where items of any parent are written; the name itself when absent. */
  path?: string;
  /** Where those of one parent are written: `<root>/<id>/<leaf>`, the id being the first of the key fields. */
  nested?: { root: string; leaf: string };
}

/** Records of custom data: the guide allows 50 a request, the SDK 20; the smaller is always accepted. */
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
