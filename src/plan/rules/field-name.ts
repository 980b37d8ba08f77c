import { hinted } from '../../connector/problem.js';
import { FIELD_NAME } from '../limits.js';
import { plainName } from '../plain-name.js';
import type { Rule } from '../rule.js';

export const fieldName: Rule = {
  id: 'plan/field-name',
  severity: 'error',
  summary: 'The name of a field cannot be the name of a column.',
  explain:
    'Each field becomes a column of the definition: its name is a letter, then letters, digits and "_", 64 characters at ' +
    'most, without spaces around it. `id` is taken by the platform, which numbers every record. Use `label` for what ' +
    'people read.',
  check({ plan }) {
    return plan.fields
      .filter(({ name }) => name !== '' && !FIELD_NAME.test(name))
      .map(({ path, name }) =>
        hinted({ path: `${path}.name`, message: `"${name}" ${fault(name)}` }, hint(name)),
      );
  },
};

function fault(name: string): string {
  if (name.toLowerCase() === 'id') return 'is taken: the platform numbers every record in it';
  if (name.trim() !== name) return 'has spaces around it';
  return 'cannot be the name of a column';
}

function hint(name: string): string {
  const better = plainName(name);
  return FIELD_NAME.test(better)
    ? `Write "${better}".`
    : 'Start with a letter, and use letters, digits and "_", 64 characters at most.';
}
