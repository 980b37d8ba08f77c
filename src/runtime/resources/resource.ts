/** A bulk resource of the API, and the fields that identify its records. Pure. */
import { fieldOf } from '../field.js';

export interface Resource {
  /** The name in the API's routes. */
  name: string;
  /** The name for people, if it differs. */
  title?: string;
  /** Items one request may hold. */
  limit: number;
  /** Fields that identify a record, or null when they are not known. */
  keyFields: readonly string[] | null;
  /** Key fields that are in the path of the request, and that items may leave out. */
  fromPath?: Readonly<Record<string, string>>;
  /** The reason why the API would reject an item, found without a request; absent if no check is known. */
  check?: (item: unknown) => string[];
  /** The name by which `destinationAt` finds it, to push something again; absent if it cannot be found. */
  route?: string;
}

/** The smallest documented limit, safe for any resource. */
export const UNKNOWN: Resource = { name: 'unknown', limit: 20, keyFields: null };

/**
 * Identity of a record, such as `products:12:fr`. Null for an unknown resource or a missing key field. `12` and `"12"`
 * are one identity, as for the API.
 */
export function resourceKey(resource: Resource, item: unknown): string | null {
  if (resource.keyFields === null || typeof item !== 'object' || item === null) return null;
  const parts = [resource.name];
  for (const field of resource.keyFields) {
    const value = resource.fromPath?.[field] ?? fieldOf(item, field);
    if (value === undefined || value === null || typeof value === 'object') return null;
    parts.push(encodePart(String(value)));
  }
  return parts.join(':');
}

/** Half of a surrogate pair: no text that is sent or stored can contain it. */
const HALF = /\p{Surrogate}/u;

/** Like `encodeURIComponent`, which throws for half of a surrogate pair. */
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
