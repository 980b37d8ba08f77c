import { inPlanTarget } from './graph.js';
import { systemSchema } from './system-schemas.js';
import type { PlanView, RelationshipView } from './view.js';

/** Types of one kind have comparable values. */
export type ValueKind = 'number' | 'text' | 'time' | 'bool' | 'structure';

export interface Ends {
  relationship: RelationshipView;
  /** Type of the source field. */
  type: string;
  /** The target field in words, and its possible kinds. */
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

/** How the values of both ends compare: directly, after a conversion, or never. */
export type Match = 'good' | 'differs' | 'never';

/** The ends of all relationships with this match, if both are known. */
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

/** A number and a text can be the same id. Other kinds match only themselves, and structures match nothing. */
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

/** Only the types of ids are known. Product ids are numbers on some shops and texts on others. */
function systemTarget(schema: string, field: string | undefined): Target | undefined {
  const id = systemSchema(schema)?.id;
  if (id === undefined || (field !== undefined && field !== id)) return undefined;
  return { target: id, targetKinds: schema === 'products' ? ['number', 'text'] : ['number'] };
}
