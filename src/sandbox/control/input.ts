/** Reads the input of the control API. */

import type { FastifyRequest } from 'fastify';
import { SpmError } from '../../errors.js';
import { type Item, isItem } from '../fields.js';
import { parameter } from '../query.js';
import { badRequest } from '../refusal.js';

/** A parameter of the query. Throws 400. */
export function wholeNumber(request: FastifyRequest, name: string): number | undefined {
  const text = parameter(request.url, name);
  if (text === undefined || text === '') return undefined;
  if (!/^\d{1,15}$/.test(text)) throw badRequest([`${name} must be a whole number, 0 or more`]);
  return Number(text);
}

/** A body with only these keys, each absent or of its type. Throws 400. */
export function bodyWith<K extends string>(
  request: FastifyRequest,
  types: Record<K, readonly string[]>,
): Item & Partial<Record<K, unknown>> {
  const { body } = request;
  if (!isItem(body)) throw badRequest(['body must be an object']);
  const errors = Object.entries(body).flatMap(([name, value]) => {
    const wanted = Object.hasOwn(types, name) ? types[name as K] : undefined;
    if (wanted === undefined) {
      return [`${name} is unknown; the names are ${Object.keys(types).join(', ')}`];
    }
    const given = value === null ? 'null' : typeof value;
    return wanted.includes(given) ? [] : [`${name} must be of type ${wanted.join(' or ')}`];
  });
  if (errors.length > 0) throw badRequest(errors);
  return body as Item & Partial<Record<K, unknown>>;
}

/** Converts errors of a parser into 400. */
export function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof SpmError)) throw error;
    throw badRequest([error.message, String(error.cause), error.hint ?? '']);
  }
}
