import { firstOfEach } from '../../connector/repeats.js';
import { extensionsIn } from '../extension.js';
import { inPlanTarget } from '../graph.js';
import type { Rule } from '../rule.js';
import { systemSchema } from '../system-schemas.js';
import type { RelationshipView } from '../view.js';

export const relationshipChanged: Rule = {
  id: 'plan/relationship-changed',
  severity: 'error',
  summary: 'A relationship leads elsewhere than on the shops that already have it.',
  explain:
    'A relationship that exists can be neither removed nor led to another target. Provisioning leaves it as it is, and ' +
    'records go on being linked to the old target. Start the new relationship from a new field, or delete the definition on ' +
    'the shop, with its records, and provision again.',
  check(input) {
    return extensionsIn(input).flatMap(({ definition, existing }) => {
      const stored = firstOfEach(existing.relationships, ({ sourceField }) => sourceField);
      return definition.relationships.flatMap((relationship) => {
        const before = stored.get(relationship.sourceField);
        if (before === undefined || !differs(before, relationship)) return [];
        return [
          {
            path: `${relationship.path}.targetSchema`,
            message: `"${relationship.sourceField}" leads to ${text(before)} on the shop, and cannot be led to ${text(relationship)}`,
            hint: 'Start the new relationship from a new field.',
          },
        ];
      });
    });
  },
};

/** A name and a numeric id may be the same definition. */
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
