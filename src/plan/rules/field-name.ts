import { type Problem, problem } from '../../connector/problem.js';
import { FIELD_NAME } from '../limits.js';
import { plainName } from '../plain-name.js';
import type { Rule } from '../rule.js';

export const fieldName: Rule = {
  id: 'plan/field-name',
  severity: 'error',
  summary: 'A field has a name that a column cannot have.',
  explain:
    'Each field becomes a column. Its name starts with a letter and has only letters, digits and "_", 64 characters at most. ' +
    '`id` is the number that the platform gives to every record. Use `label` for the text that people read.',
  check({ plan }) {
    return plan.fields
      .filter(({ name }) => name !== '' && !FIELD_NAME.test(name))
      .map(({ path, name }) => checkName(name, `${path}.name`));
  },
};

function checkName(name: string, path: string): Problem {
  const plain = plainName(name);
  const better = FIELD_NAME.test(plain) ? plain : undefined;
  if (name.toLowerCase() === 'id') return problem(path, 'field-name-taken', { name, better });
  if (name.trim() !== name) return problem(path, 'outer-spaces', { value: name, better });
  return problem(path, 'field-name', { name, better });
}
