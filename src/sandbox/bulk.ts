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
 * Calls `settle` for each item; it either saves the item, or adds to `errors` and changes nothing. Throws when no item
 * was valid.
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

/** For `settle`: passes on only objects. */
export function eachItem(settle: (item: Item, errors: string[]) => void) {
  return (item: unknown, errors: string[]): void => {
    if (isItem(item)) settle(item, errors);
    else errors.push('item must be an object');
  };
}

/** The answer to a single DELETE: the same as to a bulk write of one item. */
export const ONE_SENT: BulkAnswer = {
  statusCode: 200,
  sent_count: 1,
  rejected_count: 0,
  rejected_items: [],
};
