/**
 * What the engine knows of the API's bulk resources: how many items one request may hold, and which fields
 * identify a record. Figures: the API's documentation, and the SDK's chunk sizes where that is silent.
 */
import {
  SpmCustomers,
  SpmCustomersAddresses,
  SpmCustomersGroups,
  SpmNewsletterSubscribers,
  SpmOrders,
  SpmOrdersCarriers,
  SpmOrdersStatuses,
  SpmProducts,
  SpmProductsCategories,
  SpmProductsImages,
  SpmProductsManufacturers,
  SpmProductsVariations,
  SpmVouchers,
} from '@shopimind/sdk-js';

export interface Resource {
  /** As in the API's routes. */
  name: string;
  /** Items one request may hold. */
  limit: number;
  /** Fields that identify a record, or null when they are not known. */
  keyFields: readonly string[] | null;
  /** Why the API would refuse an item, found without asking it; absent where nothing is known. */
  check?: (item: unknown) => string[];
}

/** The smallest documented limit, safe for any resource. */
const UNKNOWN: Resource = { name: 'unknown', limit: 20, keyFields: null };

/** Records of custom data: the guide allows 50 a request, the SDK 20; the smaller is always accepted. */
export const CUSTOM_DATA_LIMIT = 20;

const byFunction = new WeakMap<object, Resource>();

/** The resource behind a bulk function; by identity, since every function of the SDK has the same name. */
export function resourceOf(fn: object): Resource {
  return byFunction.get(fn) ?? UNKNOWN;
}

/** Makes `resourceOf(fn)` answer `resource`: for functions that are made at run time. */
export function withResource<F extends object>(fn: F, resource: Resource): F {
  byFunction.set(fn, resource);
  return fn;
}

/**
 * Identity of a record, such as `products:12:fr`, or null when it is not known: an unknown resource, or a
 * key field that is missing. `12` and `"12"` are one identity, as they are to the API.
 */
export function resourceKey(resource: Resource, item: unknown): string | null {
  if (resource.keyFields === null || typeof item !== 'object' || item === null) return null;
  const record = item as Record<string, unknown>;
  const parts = [resource.name];
  for (const field of resource.keyFields) {
    const value = record[field];
    if (value === undefined || value === null || typeof value === 'object') return null;
    parts.push(encodeURIComponent(String(value)));
  }
  return parts.join(':');
}

interface BulkClass {
  CHUNK_SIZE: number;
  bulkSave: object;
  bulkUpdate: object;
}

function register(
  sdk: BulkClass,
  name: string,
  keyFields: string[] | null,
  functions = [sdk.bulkSave, sdk.bulkUpdate],
): void {
  for (const fn of functions) byFunction.set(fn, { name, limit: sdk.CHUNK_SIZE, keyFields });
}

register(SpmCustomers, 'customers', ['customer_id']);
register(SpmCustomersGroups, 'customers-groups', ['group_id', 'lang']);
// What identifies a subscriber is not documented.
register(SpmNewsletterSubscribers, 'newsletter-subscribers', null);
register(SpmProducts, 'products', ['product_id', 'lang']);
register(SpmProductsCategories, 'products-categories', ['category_id', 'lang']);
register(SpmProductsManufacturers, 'products-manufacturers', ['manufacturer_id']);
register(SpmOrders, 'orders', ['order_id']);
register(SpmOrdersCarriers, 'orders-carriers', ['carrier_id']);
register(SpmOrdersStatuses, 'orders-statuses', ['status_id', 'lang']);
register(SpmVouchers, 'vouchers', ['voucher_id', 'lang']);
// The other bulk functions of these take the parent's id before the items and cannot be passed to `sendBulk`.
const { bulkSaveAll: addresses } = SpmCustomersAddresses;
register(SpmCustomersAddresses, 'customers-addresses', ['customer_id', 'address_id'], [addresses]);
const { bulkSaveAll: images } = SpmProductsImages;
register(SpmProductsImages, 'products-images', ['product_id', 'image_id'], [images]);
const { bulkSaveAll: variations } = SpmProductsVariations;
register(
  SpmProductsVariations,
  'products-variations',
  ['product_id', 'variation_id'],
  [variations],
);
