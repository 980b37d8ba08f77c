import { isObject, type Problem, problem } from '../../connector/problem.js';
import { stepsOf } from '../parts.js';
import type { Rule } from '../rule.js';

const ORDERS: readonly unknown[] = [undefined, 'asc', 'none'];

export const checkpoints: Rule = {
  id: 'connector/checkpoints',
  severity: 'warning',
  summary: 'A bulk step has only one of the two options that checkpoints need.',
  explain:
    "With checkpoints, an interrupted window resumes where it stopped. They need `position(raw)` and `order: 'asc'`, which " +
    'says that the stream is sorted by position. With only one of them, the step reads the window again from its start.',
  check({ integration }) {
    return stepsOf(integration).flatMap(({ path, step: { bulk } }) =>
      isObject(bulk) ? checkBulk(bulk, `${path}.bulk`) : [],
    );
  },
};

function checkBulk({ position, order }: Record<string, unknown>, path: string): Problem[] {
  if (!ORDERS.includes(order))
    return [problem(`${path}.order`, 'wrong-type', { expected: 'order' })];
  if (position !== undefined && order === undefined) {
    return [problem(`${path}.position`, 'position-without-order', {})];
  }
  if (position === undefined && order === 'asc') {
    return [problem(`${path}.order`, 'order-without-position', {})];
  }
  return [];
}
