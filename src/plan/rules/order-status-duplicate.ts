import { repeats } from '../../connector/repeats.js';
import type { Rule } from '../rule.js';

export const orderStatusDuplicate: Rule = {
  id: 'plan/order-status-duplicate',
  severity: 'error',
  summary: 'Two order statuses have the same id and language.',
  explain:
    'There is one row for each status and language; the later one would overwrite the other, so it is not provisioned. ' +
    'Correct the id or the language, or remove one of the two.',
  check({ plan }) {
    return repeats(plan.orderStatuses, ({ statusId, lang }) =>
      statusId === '' || lang === '' ? '' : JSON.stringify([statusId, lang]),
    ).map(({ item, first }) => ({
      path: item.path,
      message: `status "${item.statusId}" in "${item.lang}" is already declared by ${first.path}`,
    }));
  },
};
