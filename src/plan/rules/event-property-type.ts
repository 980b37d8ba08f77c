import { EVENT_PROPERTY_TYPES } from '../limits.js';
import type { Rule } from '../rule.js';
import { typeHint } from '../type-names.js';

export const eventPropertyType: Rule = {
  id: 'plan/event-property-type',
  severity: 'error',
  summary: 'A property of an event has a type that events do not know.',
  explain:
    `The types of event properties are ${EVENT_PROPERTY_TYPES.join(', ')}: fewer than those of custom data, without list, ` +
    'datetime and geolocation. The platform refuses an event with another type.',
  check({ plan }) {
    return plan.events
      .flatMap(({ declared }) => declared.properties)
      .filter(({ type }) => type !== '' && !EVENT_PROPERTY_TYPES.includes(type))
      .map(({ path, type }) => ({
        path: `${path}.type`,
        message: `"${type}" is not a type of event properties`,
        hint: typeHint(type, EVENT_PROPERTY_TYPES),
      }));
  },
};
