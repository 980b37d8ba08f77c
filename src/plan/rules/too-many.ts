import { type Problem, problem } from '../../connector/problem.js';
import { MAX_DEFINITION_FIELDS, MAX_UNIQUE_KEYS } from '../limits.js';
import type { Rule } from '../rule.js';
import type { DefinitionView } from '../view.js';

export const tooMany: Rule = {
  id: 'plan/too-many',
  severity: 'error',
  summary: 'A definition has too many fields, relationships or unique keys.',
  explain:
    `A definition can have at most ${MAX_DEFINITION_FIELDS} fields, ${MAX_DEFINITION_FIELDS} relationships and ` +
    `${MAX_UNIQUE_KEYS} unique keys. Split the definition, or identify records by fewer fields.`,
  check: ({ plan }) => plan.definitions.flatMap(checkDefinition),
};

function checkDefinition(definition: DefinitionView): Problem[] {
  const { path, fields, relationships, uniqueKeys } = definition;
  return [
    ...over(`${path}.fields`, fields, MAX_DEFINITION_FIELDS),
    ...over(`${path}.relationships`, relationships, MAX_DEFINITION_FIELDS),
    ...over(`${path}.unique_keys`, uniqueKeys?.values ?? [], MAX_UNIQUE_KEYS),
  ];
}

function over(path: string, list: readonly unknown[], max: number): Problem[] {
  if (list.length <= max) return [];
  return [problem(path, 'too-many', { count: list.length, max })];
}
