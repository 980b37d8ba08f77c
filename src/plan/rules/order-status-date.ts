import { isTimestamp } from '../../connector/formats.js';
import { problem } from '../../connector/problem.js';
import type { Rule } from '../rule.js';

export const orderStatusDate: Rule = {
  id: 'plan/order-status-date',
  severity: 'error',
  summary: 'A date of an order status is not a UTC time.',
  explain:
    'Write `created_at` and `updated_at` as `2026-01-31T08:00:00Z`, with `Z` and without an offset. The platform rejects any ' +
    'other form. Without a date, provisioning uses the time of its run.',
  check({ plan }) {
    return plan.orderStatuses
      .flatMap(({ dates }) => dates)
      .filter(({ value }) => !isTimestamp(value))
      .map(({ path, value }) => problem(path, 'not-a-utc-time', { value }));
  },
};
