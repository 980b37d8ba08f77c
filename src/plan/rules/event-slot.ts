import { problem } from '../../connector/problem.js';
import { SLOTS } from '../event-properties.js';
import type { Rule } from '../rule.js';
import { suggester } from '../suggest.js';

export const eventSlot: Rule = {
  id: 'plan/event-slot',
  severity: 'warning',
  summary: 'An event declares properties in an unknown slot.',
  explain:
    `A trigger has properties in four slots: ${SLOTS.join(', ')}. The platform ignores properties in any other slot. Move ` +
    'them into one of the four.',
  check({ plan }) {
    const suggest = suggester();
    return plan.events
      .flatMap(({ declared }) => declared.unknownSlots)
      .map(({ path, key }) =>
        problem(path, 'unknown-slot', { name: key, known: SLOTS, suggestion: suggest(key, SLOTS) }),
      );
  },
};
