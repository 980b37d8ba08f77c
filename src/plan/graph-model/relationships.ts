import { inPlanTarget, isNumericTarget } from '../graph.js';
import { systemSchema } from '../system-schemas.js';
import type { PlanView, RelationshipView } from '../view.js';
import { definitionId } from './definitions.js';
import type { GraphRelationship, GraphTarget, TargetKind } from './types.js';

export interface Links {
  targets: GraphTarget[];
  relationships: GraphRelationship[];
  /** Per definition: fields that relationships name, on either end. */
  named: Set<string>[];
}

/** Follows every relationship that has a start and a target. */
export function followRelationships(plan: PlanView, cycleOf: readonly (number | null)[]): Links {
  const follower = new Follower(plan, cycleOf);
  for (const [from, { relationships }] of plan.definitions.entries())
    for (const relationship of relationships) follower.follow(from, relationship);
  return {
    targets: [...follower.targets.values()],
    relationships: follower.found,
    named: follower.named,
  };
}

/** The id that the platform gives to every record of a definition. */
const RECORD_ID = 'id';

class Follower {
  readonly targets = new Map<string, GraphTarget>();
  readonly found: GraphRelationship[] = [];
  readonly named: Set<string>[];
  private readonly positions = new Map<string, number>();

  constructor(
    { definitions, definitionsByName }: PlanView,
    private readonly cycleOf: readonly (number | null)[],
  ) {
    this.named = definitions.map(() => new Set());
    const indexes = new Map(definitions.map((definition, index) => [definition, index]));
    for (const [name, definition] of definitionsByName)
      this.positions.set(name, indexes.get(definition) ?? 0);
  }

  follow(from: number, relationship: RelationshipView): void {
    const { sourceField: field, targetSchema, targetField } = relationship;
    if (field === '' || targetSchema === '') return;
    this.named[from]?.add(field);
    const position = this.positions.get(inPlanTarget(relationship) ?? '');
    const target_field = targetField ?? defaultField(relationship);
    const to =
      position === undefined
        ? this.outside(kindOf(relationship), targetSchema.trim(), target_field)
        : this.inside(position, target_field);
    const cycle = this.cycleBetween(from, position);
    this.found.push({ from: definitionId(from), field, to, target_field, cycle });
  }

  private inside(position: number, field: string): string {
    if (field !== RECORD_ID) this.named[position]?.add(field);
    return definitionId(position);
  }

  private outside(kind: TargetKind, name: string, field: string): string {
    const key = `${kind} ${name}`;
    const id = `t${this.targets.size + 1}`;
    const target = this.targets.get(key) ?? { id, kind, name, fields: [] };
    if (!target.fields.includes(field)) target.fields.push(field);
    this.targets.set(key, target);
    return target.id;
  }

  /** Only an edge between two definitions of the same cycle is part of it; a definition may refer to itself. */
  private cycleBetween(from: number, to: number | undefined): number | null {
    if (to === undefined || to === from) return null;
    const cycle = this.cycleOf[from] ?? null;
    return cycle === this.cycleOf[to] ? cycle : null;
  }
}

function defaultField({ targetSchemaType, targetSchema }: RelationshipView): string {
  const schema = targetSchemaType === 'system' ? systemSchema(targetSchema) : undefined;
  return schema?.id ?? RECORD_ID;
}

function kindOf({ targetSchemaType, targetSchema }: RelationshipView): TargetKind {
  if (targetSchemaType === 'system' && systemSchema(targetSchema)) return 'system';
  return targetSchemaType === 'custom' && isNumericTarget(targetSchema) ? 'shop' : 'unknown';
}
