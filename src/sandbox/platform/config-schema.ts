/** The form a merchant fills in: reading it, checking it, and telling what is still missing. */

import type { ConfigField, ConfigSchema, ConfigStep } from '../../connector/types.js';
import { type Item, isItem, own } from '../fields.js';
import { badRequest } from '../refusal.js';

export interface Step {
  /** Its own, or its place from 0 as a text. */
  key: string;
  fields: readonly ConfigField[];
  /** Complete only after a successful connection test. */
  needsTest: boolean;
}

export interface StepState {
  key: string;
  complete: boolean;
  /** Required fields without a value. */
  missing: string[];
  /** Null where no test is asked for. */
  tested: boolean | null;
}

/** The steps of a wizard; loose fields and each group count as one step more. */
export function stepsOf(schema: ConfigSchema | null): Step[] {
  if (schema === null) return [];
  const parts: Omit<ConfigStep, 'label'>[] = [
    ...(schema.steps ?? []),
    ...(schema.groups ?? []),
    ...(schema.fields === undefined ? [] : [{ fields: schema.fields }]),
  ];
  return parts.map((part, index) => ({
    key: part.key ?? String(index),
    fields: part.fields,
    needsTest: part.on_complete?.action === 'test_connection',
  }));
}

export const fieldsOf = (schema: ConfigSchema | null): ConfigField[] =>
  stepsOf(schema).flatMap((step) => step.fields);

/** Integrator fields are the connector's to fill, through the integration-config routes. */
export const isMerchants = (field: ConfigField): boolean => field.owner !== 'integrator';

export function stepState(step: Step, configs: Item, tested: readonly string[]): StepState {
  const missing = step.fields
    .filter((field) => field.required === true && isMerchants(field))
    .map(({ key }) => key)
    .filter((key) => isEmpty(own(configs, key)));
  const isTested = step.needsTest ? tested.includes(step.key) : null;
  return {
    key: step.key,
    missing,
    tested: isTested,
    complete: missing.length === 0 && isTested !== false,
  };
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

/** Whether both maps give the step's fields the same values. */
export const sameValues = (step: Step, a: Item, b: Item): boolean =>
  step.fields.every(({ key }) => JSON.stringify(own(a, key)) === JSON.stringify(own(b, key)));

const NAMES_OF_SECRETS = /password|secret|token/i;

/** Marked so, or by type or name: password, secret and token fields are encrypted at rest. */
export const isSensitive = ({ key, type, sensitive }: ConfigField): boolean =>
  sensitive ?? (type === 'password' || NAMES_OF_SECRETS.test(key));

/** Throws 400 when the form is not one: only what the platform relies on is looked at. */
export function checkSchema(schema: unknown): asserts schema is ConfigSchema {
  if (!isItem(schema)) throw badRequest(['config_schema must be an object']);
  const errors: string[] = [];
  for (const name of ['steps', 'groups'] as const) {
    for (const [index, part] of list(schema[name], name, errors).entries()) {
      checkPart(part, `${name}.${index}`, errors);
    }
  }
  checkFields(schema.fields, 'fields', errors);
  if (errors.length === 0) checkKeys(schema as ConfigSchema, errors);
  if (errors.length > 0) throw badRequest(errors.map((error) => `config_schema.${error}`));
}

function checkPart(part: unknown, path: string, errors: string[]): void {
  if (!isItem(part)) {
    errors.push(`${path} must be an object`);
    return;
  }
  if (part.key !== undefined && typeof part.key !== 'string') {
    errors.push(`${path}.key must be a string`);
  }
  if (part.on_complete !== undefined && !isItem(part.on_complete)) {
    errors.push(`${path}.on_complete must be an object`);
  }
  if (part.fields === undefined) errors.push(`${path}.fields is required`);
  checkFields(part.fields, `${path}.fields`, errors);
}

function checkFields(fields: unknown, path: string, errors: string[]): void {
  for (const [index, field] of list(fields, path, errors).entries()) {
    if (!isItem(field) || typeof field.key !== 'string' || typeof field.type !== 'string') {
      errors.push(`${path}.${index} must be an object with a key and a type`);
    } else checkField(field, `${path}.${index}`, errors);
  }
}

const NUMBERS = ['minLength', 'maxLength', 'min', 'max', 'step'] as const;

function checkField(field: Item, path: string, errors: string[]): void {
  for (const option of list(field.options, `${path}.options`, errors)) {
    if (!isItem(option) || !isScalar(option.value)) {
      errors.push(`${path}.options must hold objects with a value`);
    }
  }
  for (const name of NUMBERS) {
    const bound = field[name];
    if (bound !== undefined && typeof bound !== 'number') {
      errors.push(`${path}.${name} must be a number`);
    }
  }
  if (field.pattern !== undefined && !isPattern(field.pattern)) {
    errors.push(`${path}.pattern must be a regular expression`);
  }
  if (field.remote !== undefined && !isRemote(field.remote)) {
    errors.push(`${path}.remote must have resource, label_field and value_field`);
  }
}

function checkKeys(schema: ConfigSchema, errors: string[]): void {
  const lists = { step: stepsOf(schema), field: fieldsOf(schema) };
  for (const [what, items] of Object.entries(lists)) {
    const keys = items.map(({ key }) => key);
    const twice = keys.find((key, index) => keys.indexOf(key) !== index);
    if (twice !== undefined) errors.push(`${what} ${twice} is there twice`);
  }
}

function list(value: unknown, path: string, errors: string[]): unknown[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  errors.push(`${path} must be an array`);
  return [];
}

/** Of a form's field: it matches the whole value, as in HTML. Throws SyntaxError. */
export const wholePattern = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`, 'u');

function isPattern(value: unknown): boolean {
  try {
    return typeof value === 'string' && wholePattern(value) !== undefined;
  } catch {
    return false;
  }
}

function isRemote(value: unknown): boolean {
  if (!isItem(value)) return false;
  const { resource, label_field, value_field, description_field = '' } = value;
  const texts = [resource, label_field, value_field, description_field];
  return texts.every((text) => typeof text === 'string');
}

export const isScalar = (value: unknown): boolean =>
  ['string', 'number', 'boolean'].includes(typeof value);
