import { problem } from '../../connector/problem.js';
import { firstOfEach } from '../../connector/repeats.js';
import { LANGUAGE } from '../limits.js';
import type { Rule } from '../rule.js';
import type { OrderStatusView } from '../view.js';

export const orderStatusTranslation: Rule = {
  id: 'plan/order-status-translation',
  severity: 'warning',
  summary: 'An order status has no name in a language of other statuses.',
  explain:
    'A shop in that language shows the names of some statuses, and nothing for the others. Add a row with the same ' +
    '`status_id` for each language in use.',
  check({ plan: { orderStatuses } }) {
    const spoken = orderStatuses.filter(({ lang }) => LANGUAGE.test(lang));
    const all = [...new Set(spoken.map(({ lang }) => lang))];
    const known = languagesOfEach(spoken);
    return [...firstOfEach(spoken, ({ statusId }) => statusId).values()].flatMap((status) => {
      const missing = all.filter((lang) => !known.get(status.statusId)?.has(lang));
      if (missing.length === 0) return [];
      return [
        problem(status.path, 'missing-languages', {
          status: status.statusId,
          languages: missing,
        }),
      ];
    });
  },
};

function languagesOfEach(statuses: readonly OrderStatusView[]): Map<string, Set<string>> {
  const languages = new Map<string, Set<string>>();
  for (const { statusId, lang } of statuses) {
    languages.set(statusId, (languages.get(statusId) ?? new Set()).add(lang));
  }
  return languages;
}
