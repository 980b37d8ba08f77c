/** Reads the listing parameters of a URL: limit, offset, order, filters, fields. */

import { MAX_JSON_DEPTH, REFUSE_UNKNOWN_PARAMETERS } from './choices.js';
import { clip, isItem } from './fields.js';
import { badRequest } from './refusal.js';

/** The parameters as sent, not yet checked against the resource. */
export interface RawQuery {
  limit?: string;
  offset?: string;
  order: RawOrder[];
  filters: RawFilter[];
  fields: string[];
}

export interface RawOrder {
  field?: string;
  type?: string;
}

export interface RawFilter {
  field?: string;
  operator?: string;
  values: string[];
}

/** `order[0][field]`, `filters[2][values][]` */
const BRACKETS = /^(order|filters)\[(\d{1,2})\]\[(field|type|operator|values)\](?:\[\d*\])?$/;
const FIELDS = /^fields(?:\[\d*\])?$/;

/** These parameters may be repeated; for any other it would be unclear which one counts. */
const TAKES_MANY = /^(?:fields|filters\[\d{1,2}\]\[values\])(?:\[\d*\])?$/;

/** The parameters of a listing. */
const LISTING = ['limit', 'offset', 'order', 'filters', 'fields'] as const;

/**
 * The parameters of a URL. `own` are further parameters of the route, `known` the listing parameters that it accepts.
 * Throws 400 for any other.
 */
export function parameters(
  url: string,
  own: readonly string[] = [],
  known: readonly (typeof LISTING)[number][] = LISTING,
): RawQuery {
  const query: RawQuery = { order: [], filters: [], fields: [] };
  const seen = new Set<string>();
  for (const [name, value] of queryOf(url)) {
    if (seen.has(name) && !TAKES_MANY.test(name)) throw givenTwice(name);
    seen.add(name);
    if (own.includes(name)) continue;
    if (known.length < LISTING.length && !known.some((one) => name.split('[', 1)[0] === one)) {
      if (REFUSE_UNKNOWN_PARAMETERS) throw unknownParameter(name);
    } else if (name === 'limit' || name === 'offset') query[name] = value;
    else if (FIELDS.test(name)) query.fields.push(...splitList(value));
    else if (!setBracketed(query, name, value) && REFUSE_UNKNOWN_PARAMETERS) {
      throw unknownParameter(name);
    }
  }
  query.order = Object.values(query.order);
  query.filters = Object.values(query.filters);
  return query;
}

const unknownParameter = (name: string) =>
  badRequest([`query parameter ${clip(name)} should not exist`]);

const givenTwice = (name: string) => badRequest([`query parameter ${clip(name)} is there twice`]);

/** One parameter of a URL, or undefined. Throws 400 when it appears twice. */
export function parameter(url: string, name: string): string | undefined {
  const values = queryOf(url).getAll(name);
  if (values.length > 1) throw givenTwice(name);
  return values[0];
}

/** The query of a URL, as sent. */
export function queryOf(url: string): URLSearchParams {
  const at = url.indexOf('?');
  return new URLSearchParams(at < 0 ? '' : url.slice(at + 1));
}

function setBracketed(query: RawQuery, name: string, value: string): boolean {
  const [, list, index, part] = BRACKETS.exec(name) ?? [];
  if (list === 'order' && (part === 'field' || part === 'type')) {
    query.order[Number(index)] = { ...query.order[Number(index)], [part]: value };
    return true;
  }
  if (list !== 'filters' || part === 'type') return false;
  const filter = query.filters[Number(index)] ?? { values: [] };
  query.filters[Number(index)] = filter;
  if (part === 'values') filter.values.push(...splitList(value));
  else if (part === 'field' || part === 'operator') filter[part] = value;
  return true;
}

const splitList = (text: string): string[] => text.split(',');

/** The event histories put everything except `fields` into one JSON parameter, with `filter` in the singular. */
export function settingsQuery(url: string): RawQuery {
  const query = parameters(url, ['settings']);
  const settings = parameter(url, 'settings');
  if (settings === undefined) return query;
  const given = parseObject(settings);
  for (const [name, value] of Object.entries(given)) {
    if (name === 'limit' || name === 'offset') query[name] = String(value);
    else if (name === 'order') query.order = listOf(value, 'order').map(rawOrder);
    else if (name === 'filter') query.filters = listOf(value, 'filter').map(rawFilter);
    else throw badRequest([`settings.${clip(name)} should not exist`]);
  }
  return query;
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (isItem(value)) return value;
  } catch {
    // Falls through: invalid JSON and a value that is not an object have the same error.
  }
  throw badRequest(['settings must be a JSON object']);
}

function listOf(value: unknown, name: string): Record<string, unknown>[] {
  if (!Array.isArray(value) || value.length > MAX_JSON_DEPTH || !value.every(isItem)) {
    throw badRequest([`settings.${name} must be an array of objects`]);
  }
  return value;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const rawOrder = (given: Record<string, unknown>): RawOrder => ({
  field: text(given.field),
  type: text(given.type),
});

const rawFilter = (given: Record<string, unknown>): RawFilter => ({
  field: text(given.field),
  operator: text(given.operator),
  values: [given.values].flat().flatMap((value) => splitList(String(value))),
});
