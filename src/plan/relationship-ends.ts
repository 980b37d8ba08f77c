import { inPlanTarget } from './graph.js';
import { systemSchema } from './system-schemas.js';
import type { PlanView, RelationshipView } from './view.js';

/** How values compare: two ends of different kinds may still match, see `canMatch`. */
export type ValueKind = 'number' | 'text' | 'time' | 'bool' | 'structure';

export interface Ends {
  relationship: RelationshipView;
  /** Type of the source field. */
  type: string;
  kind: ValueKind;
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

/** A number and a text can be the same id; other kinds match their own only, and structures match nothing. */
export function canMatch({ kind, targetKinds }: Ends): boolean {
  const isId = (value: ValueKind) => value === 'number' || value === 'text';
  if (kind === 'structure') return false;
  return targetKinds.some((target) => target === kind || (isId(target) && isId(kind)));
}

/** Both ends of every relationship where both are known. */
export function endsOf(plan: PlanView): Ends[] {
  return plan.definitions.flatMap(({ fieldsByName, relationships }) =>
    relationships.flatMap((relationship) => {
      const type = fieldsByName.get(relationship.sourceField)?.type ?? '';
      const kind = KINDS.get(type);
      const target = targetOf(relationship, plan);
      return kind === undefined || target === undefined
        ? []
        : [{ relationship, type, kind, ...target }];
    }),
  );
}

type Target = Pick<Ends, 'target' | 'targetKinds'>;

function targetOf(relationship: RelationshipView, plan: PlanView): Target | undefined {
  const { targetSchemaType, targetSchema, targetField } = relationship;
  if (targetSchemaType === 'system') return systemTarget(targetSchema, targetField);
  if (targetSchemaType !== 'custom') return undefined;
  if (targetField === undefined || targetField === 'id') {
    return { target: 'id', targetKinds: ['number'] };
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
