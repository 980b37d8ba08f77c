/**
 * A plan as the rules see it: every part with its place, and in the right shape. What has a wrong shape is told once,
 * by `plan/shape`; here it is absent or an empty text, so that a rule need not doubt what it is given.
 */
import type { Problem } from '../connector/problem.js';
import { type ObjectReader, type Placed, Reader } from './reader.js';

export interface FieldView {
  path: string;
  name: string;
  label: string | undefined;
  description: string | undefined;
  type: string;
  required: boolean;
  /** Undefined when it declares none. */
  options: Placed<string | number>[] | undefined;
}

export interface RelationshipView {
  path: string;
  sourceField: string;
  targetSchemaType: string;
  targetSchema: string;
  targetField: string | undefined;
}

export interface DefinitionView {
  path: string;
  name: string;
  description: string | undefined;
  fields: FieldView[];
  /** Undefined when it declares none. */
  uniqueKeys: Placed<string>[] | undefined;
  relationships: RelationshipView[];
}

export interface SourceView {
  path: string;
  key: string;
  label: string;
  type: string | undefined;
  parentKey: string | undefined;
}

export interface EventView {
  path: string;
  codeName: string;
  /** The name in each language. */
  languages: { language: string; text: Placed<string> }[];
}

export interface OrderStatusView {
  path: string;
  statusId: string;
  lang: string;
  name: string;
}

export interface PlanView {
  path: string;
  sources: SourceView[];
  definitions: DefinitionView[];
  events: EventView[];
  orderStatuses: OrderStatusView[];
  /** What could not be read. */
  problems: Problem[];
}

/** Reads a plan of any origin; undefined is an empty one. `path` is where it stands, such as `provisioning`. */
export function viewPlan(plan: unknown, path: string): PlanView {
  const reader = new Reader();
  const root = reader.object(plan ?? {}, path);
  return {
    path,
    sources: root?.objects('dataSources').map(viewSource) ?? [],
    definitions: root?.objects('customData').map(viewDefinition) ?? [],
    events: root?.objects('events').map(viewEvent) ?? [],
    orderStatuses: root?.objects('orderStatuses').map(viewOrderStatus) ?? [],
    problems: reader.problems,
  };
}

function viewSource(source: ObjectReader): SourceView {
  const decl = source.object('decl');
  return {
    path: source.path,
    key: source.name('key'),
    label: decl?.name('label') ?? '',
    type: decl?.optionalText('type'),
    parentKey: source.optionalText('parentKey'),
  };
}

function viewDefinition(definition: ObjectReader): DefinitionView {
  return {
    path: definition.path,
    name: definition.name('name'),
    description: definition.optionalText('description'),
    fields: definition.neededObjects('fields').map(viewField),
    uniqueKeys: definition.texts('unique_keys'),
    relationships: definition.objects('relationships').map(viewRelationship),
  };
}

function viewField(field: ObjectReader): FieldView {
  return {
    path: field.path,
    name: field.name('name'),
    label: field.optionalText('label'),
    description: field.optionalText('description'),
    type: field.text('type'),
    required: field.flag('required'),
    options: field.scalars('options'),
  };
}

function viewRelationship(relationship: ObjectReader): RelationshipView {
  return {
    path: relationship.path,
    sourceField: relationship.name('sourceField'),
    targetSchemaType: relationship.name('targetSchemaType'),
    targetSchema: relationship.id('targetSchema'),
    targetField: relationship.optionalText('targetField'),
  };
}

function viewEvent(event: ObjectReader): EventView {
  return {
    path: event.path,
    codeName: event.textOrEmpty('code_name'),
    languages: event.textsByKey('name'),
  };
}

function viewOrderStatus(status: ObjectReader): OrderStatusView {
  return {
    path: status.path,
    statusId: status.name('status_id'),
    lang: status.name('lang'),
    name: status.textOrEmpty('name'),
  };
}
