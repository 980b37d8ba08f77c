import { hinted } from '../../connector/problem.js';
import { SLOTS } from '../event-properties.js';
import type { Rule } from '../rule.js';
import { suggester } from '../suggest.js';

export const eventSlot: Rule = {
  id: 'plan/event-slot',
  severity: 'warning',
  summary: 'The properties of an event are declared where no trigger carries any.',
  explain:
    `A trigger carries properties in four places: ${SLOTS.join(', ')}. What is declared elsewhere is kept, but nothing is ` +
    'checked against it. Move the declarations into one of the four.',
  check({ plan }) {
    const suggest = suggester();
    return plan.events
      .flatMap(({ declared }) => declared.strange)
      .map(({ path, key }) =>
        hinted({ path, message: `"${key}" is none of ${SLOTS.join(', ')}` }, suggest(key, SLOTS)),
      );
  },
};
