import { problem } from '../../connector/problem.js';
import { firstOfEach } from '../../connector/repeats.js';
import { extensionsIn } from '../extension.js';
import { inPlanTarget } from '../graph.js';
import type { Rule } from '../rule.js';
import { systemSchema } from '../system-schemas.js';
import type { RelationshipView } from '../view.js';

export const relationshipChanged: Rule = {
  id: 'plan/relationship-changed',
  severity: 'error',
  summary: 'A relationship leads to a different target than on the shop.',
  explain:
    'The platform can neither remove nor change an existing relationship. Provisioning keeps it, and records stay linked to ' +
    'the old target. Start the new relationship from a new field, or delete the definition and its records on the shop and ' +
    'provision again.',
  check(input) {
    return extensionsIn(input).flatMap(({ definition, existing }) => {
      const stored = firstOfEach(existing.relationships, ({ sourceField }) => sourceField);
      return definition.relationships.flatMap((relationship) => {
        const before = stored.get(relationship.sourceField);
        if (before === undefined || !differs(before, relationship)) return [];
        return [
          problem(`${relationship.path}.targetSchema`, 'relationship-changed', {
            name: relationship.sourceField,
            from: text(before),
            to: text(relationship),
          }),
        ];
      });
    });
  },
};

/** A name and a numeric id may stand for the same definition. */
function differs(before: RelationshipView, now: RelationshipView): boolean {
  if (before.targetSchemaType !== now.targetSchemaType) return true;
  const [from, to] = [inPlanTarget(before), inPlanTarget(now)];
  const comparable = (from === undefined) === (to === undefined);
  const elsewhere = from === undefined ? before.targetSchema !== now.targetSchema : from !== to;
  return (comparable && elsewhere) || fieldOf(before) !== fieldOf(now);
}

function fieldOf({ targetSchemaType, targetSchema, targetField }: RelationshipView): string {
  const canonical = targetSchemaType === 'system' ? systemSchema(targetSchema)?.id : 'id';
  return targetField ?? canonical ?? '';
}

function text(relationship: RelationshipView): string {
  return `${relationship.targetSchema}.${fieldOf(relationship)}`;
}
