/** Checks the settings form that a merchant fills in, for lint and for the sandbox. */

import { isScalar, wholePattern } from './config-value.js';
import { isObject, type Problem, problem } from './problem.js';
import { repeats } from './repeats.js';

type Fields = Record<string, unknown>;

/** A part of the form that merchants fill in and save at once. */
export interface FormPart {
  path: string;
  /** Its own key, or its index as text. */
  key: string;
  part: Fields;
}

export interface FormField {
  path: string;
  key: string;
  field: Fields;
}

const NUMBERS = ['minLength', 'maxLength', 'min', 'max', 'step'] as const;

/** Why the value is not a settings form. Paths are relative to it, such as `steps[0].fields[1].key`. */
export function checkConfigSchema(schema: unknown): Problem[] {
  if (!isObject(schema)) return [problem('', 'wrong-type', { expected: 'object' })];
  return [
    ...['steps', 'groups'].flatMap((name) =>
      checkList(schema[name], name, (part, path) => checkPart(part, path)),
    ),
    ...checkFields(schema.fields, 'fields'),
    ...repeated(formParts(schema)),
    ...repeated(formFields(schema)),
  ];
}

/** The steps of the wizard, the groups, and all fields outside of them as one part. Skips values that are not objects. */
export function formParts(schema: unknown): FormPart[] {
  if (!isObject(schema)) return [];
  const parts = [
    ...entries(schema.steps, 'steps'),
    ...entries(schema.groups, 'groups'),
    ...(schema.fields === undefined ? [] : [{ path: '', value: { fields: schema.fields } }]),
  ];
  return parts.flatMap(({ path, value }, index) => {
    if (!isObject(value)) return [];
    return [{ path, key: typeof value.key === 'string' ? value.key : String(index), part: value }];
  });
}

/** All fields with a key, in all parts of the form. */
export function formFields(schema: unknown): FormField[] {
  return formParts(schema).flatMap(({ path, part }) =>
    entries(part.fields, path === '' ? 'fields' : `${path}.fields`).flatMap(
      ({ path, value: field }) =>
        isObject(field) && isKey(field.key) ? [{ path, key: field.key, field }] : [],
    ),
  );
}

function checkPart(part: unknown, path: string): Problem[] {
  if (!isObject(part)) return [problem(path, 'wrong-type', { expected: 'object' })];
  const problems: Problem[] = [];
  if (part.key !== undefined && typeof part.key !== 'string') {
    problems.push(problem(`${path}.key`, 'wrong-type', { expected: 'string' }));
  }
  if (part.on_complete !== undefined && !isObject(part.on_complete)) {
    problems.push(problem(`${path}.on_complete`, 'wrong-type', { expected: 'object' }));
  }
  if (part.fields === undefined)
    problems.push(problem(`${path}.fields`, 'missing', { expected: 'array' }));
  return [...problems, ...checkFields(part.fields, `${path}.fields`)];
}

function checkFields(fields: unknown, path: string): Problem[] {
  return checkList(fields, path, (field, place) => {
    if (isObject(field) && isKey(field.key) && typeof field.type === 'string') {
      return checkField(field, place);
    }
    return [problem(place, 'wrong-type', { expected: 'config-field' })];
  });
}

function checkField(field: Fields, path: string): Problem[] {
  const problems = checkList(field.options, `${path}.options`, (option, place) =>
    isObject(option) && isScalar(option.value)
      ? []
      : [problem(place, 'wrong-type', { expected: 'option' })],
  );
  for (const name of NUMBERS) {
    if (field[name] === undefined || typeof field[name] === 'number') continue;
    problems.push(problem(`${path}.${name}`, 'wrong-type', { expected: 'number' }));
  }
  if (field.pattern !== undefined && !isPattern(field.pattern)) {
    problems.push(problem(`${path}.pattern`, 'wrong-type', { expected: 'pattern' }));
  }
  if (field.remote !== undefined && !isRemote(field.remote)) {
    problems.push(problem(`${path}.remote`, 'wrong-type', { expected: 'remote' }));
  }
  return problems;
}

function repeated(items: readonly { path: string; key: string }[]): Problem[] {
  return repeats(items, ({ key }) => key).map(({ item, first }) =>
    item.path === ''
      ? problem(`${first.path}.key`, 'loose-key', { name: item.key })
      : problem(`${item.path}.key`, 'duplicate', { name: item.key, of: 'key', first: first.path }),
  );
}

function checkList(
  value: unknown,
  path: string,
  check: (entry: unknown, path: string) => Problem[],
): Problem[] {
  if (value !== undefined && !Array.isArray(value))
    return [problem(path, 'wrong-type', { expected: 'array' })];
  return entries(value, path).flatMap((entry) => check(entry.value, entry.path));
}

function entries(value: unknown, path: string): { path: string; value: unknown }[] {
  if (!Array.isArray(value)) return [];
  return value.map((entry: unknown, index) => ({ path: `${path}[${index}]`, value: entry }));
}

const isKey = (value: unknown): value is string => typeof value === 'string' && value !== '';

function isPattern(value: unknown): boolean {
  try {
    return typeof value === 'string' && wholePattern(value) !== undefined;
  } catch {
    return false;
  }
}

function isRemote(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { resource, label_field, value_field, description_field = '' } = value;
  const texts = [resource, label_field, value_field, description_field];
  return texts.every((text) => typeof text === 'string');
}
