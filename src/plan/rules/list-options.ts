import type { Problem } from '../../connector/problem.js';
import { repeats } from '../repeats.js';
import type { Rule } from '../rule.js';
import type { FieldView } from '../view.js';

export const listOptions: Rule = {
  id: 'plan/list-options',
  severity: 'error',
  summary: 'A list field has no options or repeats one.',
  explain: 'The options are the values that the field may hold.',
  check({ plan }) {
    return plan.definitions.flatMap(({ fields }) => fields).flatMap(checkField);
  },
};

function checkField({ path, type, options }: FieldView): Problem[] {
  if (type !== 'list') return [];
  if (options === undefined || options.length === 0) {
    return [
      {
        path: `${path}.options`,
        message: 'a list field needs options',
        hint: "Add `options: ['...']` with the values that it may hold.",
      },
    ];
  }
  return repeats(options, ({ value }) => String(value)).map(({ item }) => ({
    path: item.path,
    message: `"${item.value}" is named twice`,
  }));
}
