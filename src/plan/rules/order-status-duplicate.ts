import { problem } from '../../connector/problem.js';
import { repeats } from '../../connector/repeats.js';
import type { Rule } from '../rule.js';

export const orderStatusDuplicate: Rule = {
  id: 'plan/order-status-duplicate',
  severity: 'error',
  summary: 'Two order statuses have the same id and language.',
  explain:
    'The platform keeps one row for each status and language, so the second row would overwrite the first. Provisioning skips ' +
    'it. Correct the id or the language, or remove one of the two.',
  check({ plan }) {
    return repeats(plan.orderStatuses, ({ statusId, lang }) =>
      statusId === '' || lang === '' ? '' : JSON.stringify([statusId, lang]),
    ).map(({ item, first }) =>
      problem(item.path, 'duplicate-status', {
        status: item.statusId,
        language: item.lang,
        first: first.path,
      }),
    );
  },
};
