/**
 * Facts about the API's bulk resources: how many items a request may have, and which fields
 * identify a record. Figures: the API's documentation, and the SDK's chunk sizes where that is silent.
 */
import {
  SpmCustomDataRecords,
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
import type { BulkFunction } from '../connector/types.js';
import { fieldOf } from './field.js';

export interface Resource {
  /** As in the API's routes. */
  name: string;
  /** The name for people, if it is different. */
  title?: string;
  /** Items one request may hold. */
  limit: number;
  /** Fields that identify a record, or null when they are not known. */
  keyFields: readonly string[] | null;
  /** Checks an item before it is sent: returns why the API would reject it. Absent without known rules. */
  check?: (item: unknown) => string[];
  /** The key for `bulkFunction` to find the function that pushed an item; absent when there is none. */
  route?: string;
}

/** The smallest documented limit, safe for any resource. */
const UNKNOWN: Resource = { name: 'unknown', limit: 20, keyFields: null };

/** Records of custom data: the guide allows 50 a request, the SDK 20; the smaller is always accepted. */
export const CUSTOM_DATA_LIMIT = 20;

const byFunction = new WeakMap<object, Resource>();
const byRoute = new Map<string, BulkFunction>();

/** The resource behind a bulk function; by identity, since every function of the SDK has the same name. */
export function resourceOf(fn: object): Resource {
  return byFunction.get(fn) ?? UNKNOWN;
}

/** Registers `resource` for a function that was created at run time. */
export function withResource<F extends object>(fn: F, resource: Resource): F {
  byFunction.set(fn, resource);
  return fn;
}

/** The bulk function of a route, to push an item again; undefined for an unknown route. */
export function bulkFunction(route: string): BulkFunction | undefined {
  const definition = /^custom-data-(\d+)$/.exec(route)?.[1];
  return definition === undefined ? byRoute.get(route) : recordsFunction(Number(definition));
}

/** Saves records of a custom-data definition. */
export function recordsFunction(definitionId: number, known: Partial<Resource> = {}): BulkFunction {
  const name = `custom-data-${definitionId}`;
  const save: BulkFunction = (client, records) =>
    SpmCustomDataRecords.bulkSave(client, definitionId, records);
  return withResource(save, {
    name,
    route: name,
    limit: CUSTOM_DATA_LIMIT,
    keyFields: null,
    ...known,
  });
}

/**
 * Identity of a record, such as `products:12:fr`, or null when it is not known: an unknown resource, or a
 * key field that is missing. `12` and `"12"` are one identity, as they are to the API.
 */
export function resourceKey(resource: Resource, item: unknown): string | null {
  if (resource.keyFields === null || typeof item !== 'object' || item === null) return null;
  const parts = [resource.name];
  for (const field of resource.keyFields) {
    const value = fieldOf(item, field);
    if (value === undefined || value === null || typeof value === 'object') return null;
    parts.push(encodePart(String(value)));
  }
  return parts.join(':');
}

/** A lone surrogate cannot be sent or stored. */
const HALF = /\p{Surrogate}/u;

/** As `encodeURIComponent`, which throws for half a character. */
function encodePart(text: string): string {
  if (!HALF.test(text)) return encodeURIComponent(text);
  return text.replace(/(\p{Surrogate})|\P{Surrogate}+/gu, (part, half: string | undefined) =>
    half === undefined ? encodeURIComponent(part) : `%u${part.charCodeAt(0).toString(16)}`,
  );
}

/** Why the key of a record is unusable; empty when it is usable. */
export function keyFaults(resource: Resource, item: unknown, key: string | null): string[] {
  const record = typeof item === 'object' && item !== null ? item : {};
  const fields = (resource.keyFields ?? []).filter((field) => isHalf(fieldOf(record, field)));
  const names = fields.length === 0 && isHalf(key) ? ["the step's key"] : fields;
  return names.map((name) => `${name} contains a lone surrogate (half of a character)`);
}

function isHalf(value: unknown): boolean {
  return typeof value === 'string' && HALF.test(value);
}

interface BulkClass {
  CHUNK_SIZE: number;
  bulkSave: BulkFunction;
  bulkUpdate: BulkFunction;
}

/** The functions by their routes. */
function register(
  { CHUNK_SIZE: limit }: { CHUNK_SIZE: number },
  name: string,
  keyFields: string[] | null,
  functions: Record<string, BulkFunction>,
): void {
  for (const [route, fn] of Object.entries(functions)) {
    byFunction.set(fn, { name, route, limit, keyFields });
    byRoute.set(route, fn);
  }
}

function registerBoth(sdk: BulkClass, name: string, keyFields: string[] | null): void {
  const { bulkSave, bulkUpdate } = sdk;
  register(sdk, name, keyFields, { [name]: bulkSave, [`${name}/update`]: bulkUpdate });
}

registerBoth(SpmCustomers, 'customers', ['customer_id']);
registerBoth(SpmCustomersGroups, 'customers-groups', ['group_id', 'lang']);
// The key of a subscriber is not documented.
registerBoth(SpmNewsletterSubscribers, 'newsletter-subscribers', null);
registerBoth(SpmProducts, 'products', ['product_id', 'lang']);
registerBoth(SpmProductsCategories, 'products-categories', ['category_id', 'lang']);
registerBoth(SpmProductsManufacturers, 'products-manufacturers', ['manufacturer_id']);
registerBoth(SpmOrders, 'orders', ['order_id']);
registerBoth(SpmOrdersCarriers, 'orders-carriers', ['carrier_id']);
registerBoth(SpmOrdersStatuses, 'orders-statuses', ['status_id', 'lang']);
registerBoth(SpmVouchers, 'vouchers', ['voucher_id', 'lang']);
// The other bulk functions of these take the parent's id before the items and cannot be passed to `sendBulk`.
register(SpmCustomersAddresses, 'customers-addresses', ['customer_id', 'address_id'], {
  'customers-addresses': SpmCustomersAddresses.bulkSaveAll,
});
register(SpmProductsImages, 'products-images', ['product_id', 'image_id'], {
  'products-images': SpmProductsImages.bulkSaveAll,
});
register(SpmProductsVariations, 'products-variations', ['product_id', 'variation_id'], {
  'products-variations': SpmProductsVariations.bulkSaveAll,
});
