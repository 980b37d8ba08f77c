/** The form that a merchant fills in: what the platform relies on, the same for it and for lint. */

import { isScalar, wholePattern } from './config-value.js';
import { isObject, type Problem } from './problem.js';
import { repeats } from './repeats.js';

type Fields = Record<string, unknown>;

/** A part of the form that is filled in and saved at once. */
export interface FormPart {
  path: string;
  /** Its own, or its place from 0 as a text. */
  key: string;
  part: Fields;
}

export interface FormField {
  path: string;
  key: string;
  field: Fields;
}

const NUMBERS = ['minLength', 'maxLength', 'min', 'max', 'step'] as const;

/** What keeps the value from being a form; paths start below it, such as `steps[0].fields[1].key`. */
export function checkConfigSchema(schema: unknown): Problem[] {
  if (!isObject(schema)) return [{ path: '', message: 'must be an object' }];
  return [
    ...['steps', 'groups'].flatMap((name) =>
      checkList(schema[name], name, (part, path) => checkPart(part, path)),
    ),
    ...checkFields(schema.fields, 'fields'),
    ...repeated(formParts(schema)),
    ...repeated(formFields(schema)),
  ];
}

/** The steps of the wizard, the groups, and all loose fields as one part; what is none is left out. */
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

/** Every field that has a key, wherever it stands. */
export function formFields(schema: unknown): FormField[] {
  return formParts(schema).flatMap(({ path, part }) =>
    entries(part.fields, path === '' ? 'fields' : `${path}.fields`).flatMap(
      ({ path, value: field }) =>
        isObject(field) && isKey(field.key) ? [{ path, key: field.key, field }] : [],
    ),
  );
}

function checkPart(part: unknown, path: string): Problem[] {
  if (!isObject(part)) return [{ path, message: 'must be an object' }];
  const problems: Problem[] = [];
  if (part.key !== undefined && typeof part.key !== 'string') {
    problems.push({ path: `${path}.key`, message: 'must be a string' });
  }
  if (part.on_complete !== undefined && !isObject(part.on_complete)) {
    problems.push({ path: `${path}.on_complete`, message: 'must be an object' });
  }
  if (part.fields === undefined) problems.push({ path: `${path}.fields`, message: 'is required' });
  return [...problems, ...checkFields(part.fields, `${path}.fields`)];
}

function checkFields(fields: unknown, path: string): Problem[] {
  return checkList(fields, path, (field, place) => {
    if (isObject(field) && isKey(field.key) && typeof field.type === 'string') {
      return checkField(field, place);
    }
    return [{ path: place, message: 'must be an object with a key and a type' }];
  });
}

function checkField(field: Fields, path: string): Problem[] {
  const problems = checkList(field.options, `${path}.options`, (option, place) =>
    isObject(option) && isScalar(option.value)
      ? []
      : [{ path: place, message: 'must be an object with a value' }],
  );
  for (const name of NUMBERS) {
    if (field[name] === undefined || typeof field[name] === 'number') continue;
    problems.push({ path: `${path}.${name}`, message: 'must be a number' });
  }
  if (field.pattern !== undefined && !isPattern(field.pattern)) {
    problems.push({ path: `${path}.pattern`, message: 'must be a regular expression' });
  }
  if (field.remote !== undefined && !isRemote(field.remote)) {
    const message = 'must have resource, label_field and value_field';
    problems.push({ path: `${path}.remote`, message });
  }
  return problems;
}

function repeated(items: readonly { path: string; key: string }[]): Problem[] {
  return repeats(items, ({ key }) => key).map(({ item, first }) =>
    item.path === ''
      ? { path: `${first.path}.key`, message: `"${item.key}" is the key that the loose fields get` }
      : { path: `${item.path}.key`, message: `"${item.key}" is already the key of ${first.path}` },
  );
}

function checkList(
  value: unknown,
  path: string,
  check: (entry: unknown, path: string) => Problem[],
): Problem[] {
  if (value !== undefined && !Array.isArray(value)) return [{ path, message: 'must be an array' }];
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
