import { problem } from '../../connector/problem.js';
import { EVENT_PROPERTY_TYPES } from '../limits.js';
import type { Rule } from '../rule.js';
import { meantType } from '../type-names.js';

export const eventPropertyType: Rule = {
  id: 'plan/event-property-type',
  severity: 'error',
  summary: 'A property of an event has an unknown type.',
  explain:
    `The event property types are ${EVENT_PROPERTY_TYPES.join(', ')}. Custom data has more types: list, datetime and ` +
    'geolocation. The platform rejects an event with any other type.',
  check({ plan }) {
    return plan.events
      .flatMap(({ declared }) => declared.properties)
      .filter(({ type }) => type !== '' && !EVENT_PROPERTY_TYPES.includes(type))
      .map(({ path, type }) =>
        problem(`${path}.type`, 'unknown-type', {
          type,
          of: 'event property',
          known: EVENT_PROPERTY_TYPES,
          suggestion: meantType(type, EVENT_PROPERTY_TYPES),
        }),
      );
  },
};
