/** The response of bulk routes: accepted and rejected items, each rejection with its index. */

import { ALL_INVALID_STATUS, MAX_ERRORS_PER_ITEM, REFUSE_EMPTY_BULK } from './choices.js';
import { type Item, isItem } from './fields.js';
import { badRequest, Refusal } from './refusal.js';

export interface BulkAnswer {
  statusCode: 200;
  sent_count: number;
  rejected_count: number;
  rejected_items: { index: number; errors: string[] }[];
}

/** The items of a bulk body. Throws 400 when it is not an array of 1 to `max`. */
export function bulkItems(body: unknown, max: number, name = 'body'): unknown[] {
  if (!Array.isArray(body)) throw badRequest([`${name} must be an array`]);
  if (REFUSE_EMPTY_BULK && body.length === 0) throw badRequest([`${name} should not be empty`]);
  if (body.length > max) {
    throw badRequest([`${name} must contain no more than ${max} elements`]);
  }
  return body;
}

/**
 * Calls `settle` for each; it either does its work or adds to `errors` and does nothing.
 * Throws when none was good.
 */
export function settleEach(
  items: readonly unknown[],
  settle: (item: unknown, errors: string[]) => void,
): BulkAnswer {
  const rejected: BulkAnswer['rejected_items'] = [];
  let errors: string[] = [];
  items.forEach((item, index) => {
    settle(item, errors);
    if (errors.length === 0) return;
    rejected.push({ index, errors: errors.slice(0, MAX_ERRORS_PER_ITEM) });
    errors = [];
  });
  if (items.length > 0 && rejected.length === items.length) {
    throw new Refusal(ALL_INVALID_STATUS, [...new Set(rejected.flatMap((r) => r.errors))]);
  }
  return {
    statusCode: 200,
    sent_count: items.length - rejected.length,
    rejected_count: rejected.length,
    rejected_items: rejected,
  };
}

/** For `settle`: hands on only what is an object. */
export function eachItem(settle: (item: Item, errors: string[]) => void) {
  return (item: unknown, errors: string[]): void => {
    if (isItem(item)) settle(item, errors);
    else errors.push('item must be an object');
  };
}

/** What a single DELETE answers: the same as a bulk write of one. */
export const ONE_SENT: BulkAnswer = {
  statusCode: 200,
  sent_count: 1,
  rejected_count: 0,
  rejected_items: [],
};
