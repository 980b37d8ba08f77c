/**
 * A plan for the rules: every part has its place and the right type. `plan/shape` reports a part of the wrong type, which
 * is absent or an empty text here, so that no other rule has to check types.
 */

import { child } from '../connector/path.js';
import { isObject, type Problem } from '../connector/problem.js';
import { firstOfEach } from '../connector/repeats.js';
import { type PropertiesView, viewProperties } from './event-properties.js';
import { FieldsByName } from './fields-by-name.js';
import { canonicalName } from './identity.js';
import { type ObjectReader, Place, type Placed, type PlacedList, Reader } from './reader.js';

export interface FieldView {
  path: string;
  name: string;
  label: string | undefined;
  description: string | undefined;
  type: string;
  required: boolean;
  /** A value of any type; undefined if there is none. */
  default: unknown;
  /** Undefined if there is none. */
  options: PlacedList<string | number> | undefined;
}

export interface RelationshipView {
  path: string;
  sourceField: string;
  targetSchemaType: string;
  targetSchema: string;
  /** Whether the plan has the target as a number, not as a text. */
  isNumber: boolean;
  /** Undefined: the platform chooses it. */
  targetField: string | undefined;
}

export interface DefinitionView {
  path: string;
  name: string;
  description: string | undefined;
  /** Whether it has an empty list of fields. */
  isEmpty: boolean;
  fields: FieldView[];
  /** The first field of each name, in its exact spelling. */
  fieldsByName: FieldsByName<FieldView>;
  /** Undefined if there is none. */
  uniqueKeys: PlacedList<string> | undefined;
  relationships: RelationshipView[];
}

export interface SourceView {
  path: string;
  key: string;
  parentKey: string | undefined;
  /** This and the rest are in `decl`. */
  label: string;
  type: string | undefined;
  parentId: number | undefined;
  config: Record<string, unknown> | undefined;
  stableConfigKey: string | undefined;
}

export interface EventView {
  path: string;
  codeName: string;
  /** The name in each language. */
  languages: { language: string; text: Placed<string> }[];
  /** The properties as given, and as read. */
  properties: Record<string, unknown> | undefined;
  declared: PropertiesView;
}

export interface OrderStatusView {
  path: string;
  statusId: string;
  lang: string;
  name: string;
  /** Only the dates that the status declares. */
  dates: Placed<string>[];
}

export interface PlanView {
  path: string;
  sources: SourceView[];
  /** The first source of each key. */
  sourcesByKey: ReadonlyMap<string, SourceView>;
  definitions: DefinitionView[];
  /** The fields of all definitions. */
  fields: FieldView[];
  relationships: RelationshipView[];
  /** The first definition of each canonical name. */
  definitionsByName: ReadonlyMap<string, DefinitionView>;
  events: EventView[];
  orderStatuses: OrderStatusView[];
  /** The parts of the wrong type. */
  problems: Problem[];
}

/** Reads a plan of any origin; undefined is an empty plan. `path` is its place, such as `provisioning`. */
export function viewPlan(plan: unknown, path: string): PlanView {
  const reader = new Reader();
  const root = reader.object(plan ?? {}, path);
  const sources = root?.objects('dataSources', viewSource) ?? [];
  const definitions = root?.objects('customData', (one) => new Definition(one)) ?? [];
  return {
    path,
    sources,
    sourcesByKey: firstOfEach(sources, ({ key }) => key),
    definitions,
    fields: definitions.flatMap(({ fields }) => fields),
    relationships: definitions.flatMap(({ relationships }) => relationships),
    definitionsByName: firstOfEach(definitions, ({ name }) => canonicalName(name)),
    events: root?.objects('events', viewEvent) ?? [],
    orderStatuses: root?.objects('orderStatuses', viewOrderStatus) ?? [],
    problems: reader.problems,
  };
}

function viewSource(source: ObjectReader): SourceView {
  const decl = source.object('decl');
  return {
    path: source.path,
    key: source.name('key'),
    parentKey: source.optionalText('parentKey'),
    label: decl?.name('label') ?? '',
    type: decl?.optionalText('type'),
    parentId: decl?.optionalId('parent_id'),
    config: decl?.optionalMap('config'),
    stableConfigKey: decl?.optionalText('stableConfigKey'),
  };
}

/** An entry of a list of the plan. */
abstract class Part extends Place {
  constructor({ place: { owner, key, index } }: ObjectReader) {
    super(owner, key, index);
  }
}

class Definition extends Part implements DefinitionView {
  readonly name: string;
  readonly description: string | undefined;
  readonly isEmpty: boolean;
  readonly fields: FieldView[];
  readonly uniqueKeys: PlacedList<string> | undefined;
  readonly relationships: RelationshipView[];
  #fieldsByName: FieldsByName<FieldView> | undefined;

  constructor(given: ObjectReader) {
    super(given);
    const definition = given.at(this);
    this.fields = definition.neededObjects('fields', (field) => new Field(field));
    this.name = definition.name('name');
    this.description = definition.optionalText('description');
    this.isEmpty = isEmptyList(definition.any('fields'));
    this.uniqueKeys = definition.texts('unique_keys');
    this.relationships = definition.objects('relationships', (one) => new Relationship(one));
  }

  get fieldsByName(): FieldsByName<FieldView> {
    if (this.#fieldsByName !== undefined) return this.#fieldsByName;
    const byName = new FieldsByName(this.fields);
    if (byName.isLarge) this.#fieldsByName = byName;
    return byName;
  }
}

const isEmptyList = (value: unknown) => Array.isArray(value) && value.length === 0;

class Field extends Part implements FieldView {
  readonly name: string;
  readonly label: string | undefined;
  readonly description: string | undefined;
  readonly type: string;
  readonly required: boolean;
  readonly default: unknown;
  readonly options: PlacedList<string | number> | undefined;

  constructor(given: ObjectReader) {
    super(given);
    const field = given.at(this);
    this.name = field.name('name');
    this.label = field.optionalName('label');
    this.description = field.optionalText('description');
    this.type = field.name('type');
    this.required = field.optionalFlag('required') ?? false;
    this.default = field.any('default');
    this.options = field.scalars('options');
  }
}

class Relationship extends Part implements RelationshipView {
  readonly sourceField: string;
  readonly targetSchemaType: string;
  readonly targetSchema: string;
  readonly isNumber: boolean;
  readonly targetField: string | undefined;

  constructor(relationship: ObjectReader) {
    super(relationship);
    this.sourceField = relationship.name('sourceField');
    this.targetSchemaType = relationship.name('targetSchemaType');
    this.targetSchema = relationship.idOrName('targetSchema');
    this.isNumber = typeof relationship.any('targetSchema') === 'number';
    this.targetField = relationship.optionalName('targetField');
  }
}

function viewEvent(event: ObjectReader): EventView {
  const properties = event.optionalMap('properties');
  return {
    path: event.path,
    codeName: event.textOrEmpty('code_name'),
    languages: viewLanguages(event),
    properties,
    declared: viewProperties(properties ?? {}, `${event.path}.properties`),
  };
}

/** Rules find a name that is missing or has no language. */
function viewLanguages(event: ObjectReader): EventView['languages'] {
  const name = event.any('name');
  if (!isObject(name)) return [];
  const texts = event.inner('name', name);
  return Object.keys(name).map((language) => ({
    language,
    text: { path: child(texts.path, language), value: texts.name(language) },
  }));
}

function viewOrderStatus(status: ObjectReader): OrderStatusView {
  status.optionalFlag('is_deleted');
  status.optionalId('id_data_source');
  return {
    path: status.path,
    statusId: status.name('status_id'),
    lang: status.name('lang'),
    name: status.name('name'),
    dates: ['created_at', 'updated_at'].flatMap((key) => status.optionalPlacedText(key) ?? []),
  };
}
