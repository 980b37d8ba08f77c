import { isObject, type Problem } from '../../connector/problem.js';
import { stepsOf } from '../parts.js';
import type { Rule } from '../rule.js';

const ORDERS: readonly unknown[] = [undefined, 'asc', 'none'];

export const checkpoints: Rule = {
  id: 'connector/checkpoints',
  severity: 'warning',
  summary: 'A bulk step has half of what checkpoints need.',
  explain:
    "Checkpoints let an interrupted window go on where it stopped. They need both `position(raw)` and `order: 'asc'`, " +
    'which says that the stream is ordered by it; with one alone the window is read again from its start.',
  check({ integration }) {
    return stepsOf(integration).flatMap(({ path, step: { bulk } }) =>
      isObject(bulk) ? checkBulk(bulk, `${path}.bulk`) : [],
    );
  },
};

function checkBulk({ position, order }: Record<string, unknown>, path: string): Problem[] {
  if (!ORDERS.includes(order))
    return [{ path: `${path}.order`, message: "must be 'asc' or 'none'" }];
  if (position !== undefined && order === undefined) {
    return [
      {
        path: `${path}.position`,
        message: 'does nothing without `order`: checkpoints are off',
        hint: "Add `order: 'asc'` when the stream is ordered by it, or `order: 'none'`.",
      },
    ];
  }
  if (position === undefined && order === 'asc') {
    return [
      {
        path: `${path}.order`,
        message: 'does nothing without `position`: checkpoints are off',
        hint: 'Add `position: (raw) => ...`, the place of an item in the order of the stream.',
      },
    ];
  }
  return [];
}
