import { nearest } from '../nearest.js';
import { invalidError, type Problem, problem } from './problem.js';
import type {
  CustomDataDefinition,
  EventDefinition,
  FieldDefinition,
  FieldType,
  Relationship,
  TypedDefinition,
} from './types.js';

/** The type of a field's value in a record, as JSON. */
interface FieldValues {
  bool: boolean;
  text: string;
  longtext: string;
  number: number;
  decimal: number;
  list: string | number;
  date: string;
  datetime: string;
  json: unknown;
  geolocation: unknown;
}

/** Finds the target of a relationship on the platform, such as `{ by: 'email', value: 'a@b.c' }`. */
export interface Resolver {
  by: string;
  value: string | number;
}

type FieldName<F extends readonly FieldDefinition[]> = F[number]['name'];

type RelationshipOf<F extends readonly FieldDefinition[]> = Omit<Relationship, 'sourceField'> & {
  sourceField: NoInfer<FieldName<F>>;
};

type Literal<F extends FieldDefinition> = F['type'] extends 'list'
  ? F extends { options: readonly (infer O)[] }
    ? O
    : FieldValues['list']
  : FieldValues[F['type'] & FieldType];

type Value<F extends FieldDefinition, Linked> = F['name'] extends Linked
  ? Literal<F> | Resolver
  : Literal<F>;

type Simplify<T> = { [K in keyof T]: T[K] };

/** The record type of a definition's fields. Only fields with `required: true` must be present. */
export type RecordOf<
  F extends readonly FieldDefinition[],
  R extends readonly Relationship[] = readonly [],
> = Simplify<
  {
    [D in F[number] as D extends { required: true } ? D['name'] : never]: Value<
      D,
      R[number]['sourceField']
    >;
  } & {
    [D in F[number] as D extends { required: true } ? never : D['name']]?:
      | Value<D, R[number]['sourceField']>
      | null
      | undefined;
  }
>;

/** The record type of a definition made with `defineCustomData`: `CustomDataRecord<typeof visits>`. */
export type CustomDataRecord<D> = D extends TypedDefinition<infer R> ? R : never;

interface TypedInput<F extends readonly FieldDefinition[], R extends readonly RelationshipOf<F>[]> {
  name: string;
  description?: string;
  fields: F;
  unique_keys?: readonly NoInfer<FieldName<F>>[];
  relationships?: R;
}

/**
 * Declares a custom-data definition and infers its record type from `fields`, so that the compiler checks
 * `ctx.customData(definition).save(records)`. An undeclared field in `unique_keys` or `sourceField` does not compile;
 * at run time it throws SPM_PLAN_INVALID.
 */
export function defineCustomData<
  const F extends readonly FieldDefinition[],
  const R extends readonly RelationshipOf<F>[] = readonly [],
>(definition: TypedInput<F, R>): TypedDefinition<RecordOf<F, R>> {
  const plain: CustomDataDefinition = definition;
  validateCustomDataDefinition(plain);
  return plain;
}

/** Throws SPM_PLAN_INVALID when a unique key or the source of a relationship is not a declared field. */
export function validateCustomDataDefinition(definition: CustomDataDefinition): void {
  const problems = definitionProblems(definition);
  if (problems.length === 0) return;
  throw invalidError('SPM_PLAN_INVALID', `Custom data "${definition.name}"`, problems);
}

/** Problems that make every shop reject the definition. */
export function definitionProblems(definition: CustomDataDefinition): Problem[] {
  const names = definition.fields.map((field) => field.name);
  const declared = new Set(names);
  const problems: Problem[] = [];
  const need = (name: string, path: string) => {
    if (declared.has(name)) return;
    problems.push(problem(path, 'not-a-field', { name, suggestion: nearest(name, names) }));
  };
  definition.unique_keys?.forEach((key, index) => {
    need(key, `unique_keys[${index}]`);
  });
  definition.relationships?.forEach(({ sourceField }, index) => {
    need(sourceField, `relationships[${index}].sourceField`);
  });
  return problems;
}

/** Throws SPM_PLAN_INVALID when an event has no `code_name`, since it could not be triggered. */
export function validateProvisioningEvents(events: readonly EventDefinition[]): void {
  const problems = events.flatMap((event, index): Problem[] =>
    hasCodeName(event)
      ? []
      : [problem(`events[${index}].code_name`, 'wrong-type', { expected: 'name' })],
  );
  if (problems.length > 0) throw invalidError('SPM_PLAN_INVALID', 'The list of events', problems);
}

/** Without a `code_name`, an event cannot be triggered. */
export function hasCodeName({ code_name }: EventDefinition): boolean {
  return typeof code_name === 'string' && code_name.trim() !== '';
}
