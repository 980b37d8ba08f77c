import { hinted, type Problem } from '../../connector/problem.js';
import { didYouMean } from '../../nearest.js';
import { definitionKey, isNumericTarget } from '../graph.js';
import type { Rule } from '../rule.js';
import type { RelationshipView } from '../view.js';

const SYSTEM_SCHEMAS = ['contacts', 'products'];

export const relationshipTarget: Rule = {
  id: 'plan/relationship-target',
  severity: 'error',
  summary: 'A relationship leads to something that is neither in the plan nor on the platform.',
  explain:
    "A `system` target is `contacts` or `products`. A `custom` target is another definition's name in the plan, or the " +
    'numeric id of one that already exists on the shop.',
  check({ plan }) {
    const names = plan.definitions.map(({ name }) => name).filter((name) => name !== '');
    return plan.definitions
      .flatMap(({ relationships }) => relationships)
      .flatMap((relationship) => checkTarget(relationship, names));
  },
};

function checkTarget(relationship: RelationshipView, names: readonly string[]): Problem[] {
  switch (relationship.targetSchemaType) {
    case 'system':
      return checkSystem(relationship);
    case 'custom':
      return checkCustom(relationship, names);
    case '':
      return [];
    default:
      return [
        {
          path: `${relationship.path}.targetSchemaType`,
          message: `"${relationship.targetSchemaType}" is neither "system" nor "custom"`,
        },
      ];
  }
}

function checkSystem({ path, targetSchema }: RelationshipView): Problem[] {
  if (targetSchema === '' || SYSTEM_SCHEMAS.includes(targetSchema)) return [];
  const message = `"${targetSchema}" is not a system schema; those are ${SYSTEM_SCHEMAS.join(' and ')}`;
  return [
    hinted({ path: `${path}.targetSchema`, message }, didYouMean(targetSchema, SYSTEM_SCHEMAS)),
  ];
}

function checkCustom(
  { path, targetSchema }: RelationshipView,
  names: readonly string[],
): Problem[] {
  if (targetSchema === '' || isNumericTarget(targetSchema)) return [];
  const key = definitionKey(targetSchema);
  if (names.some((name) => definitionKey(name) === key)) return [];
  const message = `"${targetSchema}" is neither a definition of the plan nor a numeric id`;
  const hint = SYSTEM_SCHEMAS.includes(key)
    ? "Contacts and products are reached with targetSchemaType 'system'."
    : didYouMean(targetSchema, names);
  return [hinted({ path: `${path}.targetSchema`, message }, hint)];
}
