/** Reads the parts of a request that most routes share. */

import type { FastifyRequest } from 'fastify';
import { type Item, type ItemCheck, isItem } from './fields.js';
import { badRequest } from './refusal.js';

/** The checked body. Throws 400 with every error. */
export function bodyOf(body: unknown, check: ItemCheck): Item {
  if (!isItem(body)) throw badRequest(['body must be an object']);
  const errors: string[] = [];
  check(body, errors);
  if (errors.length > 0) throw badRequest(errors);
  return body;
}

/** A parameter of the path. */
export function pathText(request: FastifyRequest, name: string): string {
  return (request.params as Record<string, string | undefined>)[name] ?? '';
}

/** An id in the path; undefined when it is invalid. */
export function pathId(request: FastifyRequest, name = 'id'): number | undefined {
  return asId(pathText(request, name));
}

/** `12` or `"12"`; undefined for anything else. */
export function asId(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^[1-9]\d{0,15}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number > 0
    ? number
    : undefined;
}
