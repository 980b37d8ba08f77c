import { inPlanTarget } from './graph.js';
import { systemSchema } from './system-schemas.js';
import type { PlanView, RelationshipView } from './view.js';

/** Types whose values compare as they are have one kind. */
export type ValueKind = 'number' | 'text' | 'time' | 'bool' | 'structure';

export interface Ends {
  relationship: RelationshipView;
  /** Type of the source field. */
  type: string;
  /** The target field in words, and the kinds it may have. */
  target: string;
  targetKinds: readonly ValueKind[];
}

const KINDS: ReadonlyMap<string, ValueKind> = new Map([
  ['number', 'number'],
  ['decimal', 'number'],
  ['text', 'text'],
  ['longtext', 'text'],
  ['list', 'text'],
  ['date', 'time'],
  ['datetime', 'time'],
  ['bool', 'bool'],
  ['json', 'structure'],
  ['geolocation', 'structure'],
]);

/** How the values of a relationship's two ends compare: as they are, once one is converted, or not at all. */
export type Match = 'good' | 'differs' | 'never';

/** Both ends of every relationship that matches so, where both are known. */
export function endsThat(match: Match, plan: PlanView): Ends[] {
  const found: Ends[] = [];
  for (const { fieldsByName, relationships } of plan.definitions) {
    for (const relationship of relationships) {
      const type = fieldsByName.get(relationship.sourceField)?.type ?? '';
      const kind = KINDS.get(type);
      const target = targetOf(relationship, plan);
      if (kind === undefined || target === undefined) continue;
      if (matchOf(kind, target.targetKinds) === match) {
        found.push({ relationship, type, ...target });
      }
    }
  }
  return found;
}

/** A number and a text can be the same id; other kinds match their own only, and structures match nothing. */
function matchOf(kind: ValueKind, targets: readonly ValueKind[]): Match {
  if (kind === 'structure') return 'never';
  if (targets.includes(kind)) return 'good';
  return isId(kind) && targets.some(isId) ? 'differs' : 'never';
}

const isId = (kind: ValueKind) => kind === 'number' || kind === 'text';

type Target = Pick<Ends, 'target' | 'targetKinds'>;

const RECORD_ID: Target = { target: 'id', targetKinds: ['number'] };

function targetOf(relationship: RelationshipView, plan: PlanView): Target | undefined {
  const { targetSchemaType, targetSchema, targetField } = relationship;
  if (targetSchemaType === 'system') return systemTarget(targetSchema, targetField);
  if (targetSchemaType !== 'custom') return undefined;
  if (targetField === undefined || targetField === 'id') {
    return RECORD_ID;
  }
  const name = inPlanTarget(relationship);
  const definition = name === undefined ? undefined : plan.definitionsByName.get(name);
  const type = definition?.fieldsByName.get(targetField)?.type ?? '';
  const kind = KINDS.get(type);
  return kind === undefined
    ? undefined
    : { target: `${targetField} of type ${type}`, targetKinds: [kind] };
}

/** Only the ids are known well enough; products are numbered by some shops and named by others. */
function systemTarget(schema: string, field: string | undefined): Target | undefined {
  const id = systemSchema(schema)?.id;
  if (id === undefined || (field !== undefined && field !== id)) return undefined;
  return { target: id, targetKinds: schema === 'products' ? ['number', 'text'] : ['number'] };
}
