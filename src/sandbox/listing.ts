/** Answers a listing: checks the parameters against the resource, selects, and adds the pagination. */

import { DEFAULT_LIMIT, DEFAULT_ORDER, MAX_LIMIT } from './choices.js';
import { clip, type Item } from './fields.js';
import { filterSql } from './filters.js';
import type { RawOrder, RawQuery } from './query.js';
import type { ReadField, ReadModel } from './read-model.js';
import { badRequest } from './refusal.js';
import type { Row, Table, Where } from './table.js';

export interface ListAnswer {
  statusCode: 200;
  data: Item[];
  meta: { pagination: Item; generated_at: string };
}

export interface ListOptions {
  now: number;
  where?: readonly Where[];
  /** The order if the caller asks for none; default: the order of arrival. */
  defaultOrder?: string;
}

/** Throws 400 for parameters that the resource does not have. */
export function list(
  table: Table,
  model: ReadModel,
  query: RawQuery,
  options: ListOptions,
): ListAnswer {
  const limit = readLimit(query.limit);
  const offset = readNumber('offset', query.offset, 0) ?? 0;
  const where = [
    ...(options.where ?? []),
    ...query.filters.map((filter, i) =>
      filterSql(fieldOf(model, filter?.field, `filters[${i}].field`), filter, i),
    ),
  ];
  const show = projection(model, query.fields);
  const rows = table.visible;
  const orderBy = orderSql(model, query.order) ?? options.defaultOrder ?? `id ${DEFAULT_ORDER}`;
  return {
    statusCode: 200,
    data: rows.select({ where, orderBy, limit, offset }).map(show),
    meta: {
      pagination: pagination(rows.count(where), limit, offset),
      generated_at: new Date(options.now).toISOString(),
    },
  };
}

/** Returns the requested fields of a row, or all. Throws 400 for a field that does not exist. */
export function projection(model: ReadModel, wanted: readonly string[]): (row: Row) => Item {
  const fields =
    wanted.length === 0
      ? [...model.values()].filter(({ optIn }) => optIn !== true)
      : wanted.map((name) => fieldOf(model, name, 'fields'));
  return (row) => {
    const shown: Item = {};
    for (const field of fields) shown[field.name] = field.read(row);
    return shown;
  };
}

function pagination(total: number, limit: number, offset: number): Item {
  const pages = Math.ceil(total / limit);
  const page = Math.floor(offset / limit) + 1;
  return {
    total_items: total,
    items_per_page: limit,
    total_pages: pages,
    current_page: page,
    offset,
    has_previous_page: offset > 0,
    has_next_page: offset + limit < total,
    next_page: offset + limit < total ? page + 1 : null,
    previous_page: offset > 0 ? Math.max(1, page - 1) : null,
  };
}

function readLimit(text: string | undefined): number {
  const limit = readNumber('limit', text, 1) ?? DEFAULT_LIMIT;
  return limit > MAX_LIMIT ? DEFAULT_LIMIT : limit;
}

function readNumber(name: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d{1,15}$/.test(text) ? Number(text) : -1;
  if (value < least) throw badRequest([`${name} must be an integer not less than ${least}`]);
  return value;
}

/** Rows with equal values are sorted by arrival, so that pages never overlap. */
function orderSql(model: ReadModel, order: readonly RawOrder[]): string | undefined {
  if (order.length === 0) return undefined;
  const terms = order.map((entry, i) => {
    const type = entry.type?.toLowerCase();
    if (type !== 'asc' && type !== 'desc') {
      throw badRequest([`order[${i}].type must be one of: asc, desc`]);
    }
    return `${fieldOf(model, entry.field, `order[${i}].field`).sql} ${type}`;
  });
  return `${terms.join(', ')}, id`;
}

function fieldOf(model: ReadModel, name: string | undefined, place: string): ReadField {
  const field = name === undefined ? undefined : model.get(name);
  if (field === undefined) {
    throw badRequest([`${place}: there is no field ${clip(name ?? '(none)')}`]);
  }
  return field;
}
