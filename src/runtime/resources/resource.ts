/** A bulk resource of the API, and what identifies its records. Pure. */
import { fieldOf } from '../field.js';

export interface Resource {
  /** As in the API's routes. */
  name: string;
  /** As people know it, where that is another name. */
  title?: string;
  /** Items one request may hold. */
  limit: number;
  /** Fields that identify a record, or null when they are not known. */
  keyFields: readonly string[] | null;
  /** Key fields that the path of the request holds, and that its items may leave out. */
  fromPath?: Readonly<Record<string, string>>;
  /** Why the API would refuse an item, found without asking it; absent where nothing is known. */
  check?: (item: unknown) => string[];
  /** What `destinationAt` finds it by, to push something again; absent where it cannot be found. */
  route?: string;
}

/** The smallest documented limit, safe for any resource. */
export const UNKNOWN: Resource = { name: 'unknown', limit: 20, keyFields: null };

/**
 * Identity of a record, such as `products:12:fr`, or null when it is not known: an unknown resource, or a
 * key field that is missing. `12` and `"12"` are one identity, as they are to the API.
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

/** Half of a character that takes two units: no text that is sent or stored can hold it. */
const HALF = /\p{Surrogate}/u;

/** As `encodeURIComponent`, which throws for half a character. */
function encodePart(text: string): string {
  if (!HALF.test(text)) return encodeURIComponent(text);
  return text.replace(/(\p{Surrogate})|\P{Surrogate}+/gu, (part, half: string | undefined) =>
    half === undefined ? encodeURIComponent(part) : `%u${part.charCodeAt(0).toString(16)}`,
  );
}

/** Why a record could not be known again by its key: the resource's, or the step's. None when it can be. */
export function keyFaults(resource: Resource, item: unknown, key: string | null): string[] {
  const record = typeof item === 'object' && item !== null ? item : {};
  const fields = (resource.keyFields ?? []).filter((field) => isHalf(fieldOf(record, field)));
  const names = fields.length === 0 && isHalf(key) ? ["the step's key"] : fields;
  return names.map((name) => `${name} contains a lone surrogate (half of a character)`);
}

function isHalf(value: unknown): boolean {
  return typeof value === 'string' && HALF.test(value);
}
