import type { Rule } from '../rule.js';

export const uniqueKeysOptional: Rule = {
  id: 'plan/unique-keys-optional',
  severity: 'warning',
  summary: 'A unique key is a field that records may leave out.',
  explain:
    'A record without a value in a key cannot be matched: it is refused, or added again and again. A default does not help, ' +
    'since it is not filled in. Mark the field `required: true`, or identify records by others.',
  check({ plan }) {
    return plan.definitions.flatMap(({ fieldsByName, uniqueKeys = [] }) =>
      uniqueKeys
        .filter(({ value }) => fieldsByName.get(value)?.required === false)
        .map(({ path, value }) => ({
          path,
          message: `"${value}" is a key, but its field is not required`,
          hint: `Mark the field "${value}" \`required: true\`.`,
        })),
    );
  },
};
