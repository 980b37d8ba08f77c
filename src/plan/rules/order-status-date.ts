import { isTimestamp } from '../../connector/formats.js';
import type { Rule } from '../rule.js';

export const orderStatusDate: Rule = {
  id: 'plan/order-status-date',
  severity: 'error',
  summary: 'A date of an order status is not an ISO 8601 time in UTC.',
  explain:
    '`created_at` and `updated_at` are written as `2026-01-31T08:00:00Z`, with `Z` and not with an offset. The platform ' +
    'refuses a status with another form. Left out, provisioning fills in the time of its run.',
  check({ plan }) {
    return plan.orderStatuses
      .flatMap(({ dates }) => dates)
      .filter(({ value }) => !isTimestamp(value))
      .map(({ path, value }) => ({
        path,
        message: `"${value}" is not an ISO 8601 time in UTC, such as "2026-01-31T08:00:00Z"`,
        hint: 'Leave it out to have the time of the provisioning.',
      }));
  },
};
