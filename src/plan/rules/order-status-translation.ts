import { firstOfEach } from '../../connector/repeats.js';
import { LANGUAGE } from '../limits.js';
import type { Rule } from '../rule.js';
import type { OrderStatusView } from '../view.js';

export const orderStatusTranslation: Rule = {
  id: 'plan/order-status-translation',
  severity: 'warning',
  summary: 'An order status lacks a language that others have.',
  explain:
    'A shop in that language shows the names of some statuses and an empty place for the others. Add a row with the same ' +
    '`status_id` for each language that is in use.',
  check({ plan: { orderStatuses } }) {
    const spoken = orderStatuses.filter(({ lang }) => LANGUAGE.test(lang));
    const all = [...new Set(spoken.map(({ lang }) => lang))];
    const known = languagesOfEach(spoken);
    return [...firstOfEach(spoken, ({ statusId }) => statusId).values()].flatMap((status) => {
      const missing = all.filter((lang) => !known.get(status.statusId)?.has(lang));
      if (missing.length === 0) return [];
      return [
        {
          path: status.path,
          message: `status "${status.statusId}" lacks ${missing.map((lang) => `"${lang}"`).join(', ')}, which others have`,
        },
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
