/** The form that a merchant fills in: reads it, and finds missing values. */

import { checkConfigSchema } from '../../connector/config-schema.js';
import type { ConfigField, ConfigSchema, ConfigStep } from '../../connector/types.js';
import { placedSentence } from '../../messages/index.js';
import { type Item, own } from '../fields.js';
import { badRequest } from '../refusal.js';

export interface Step {
  /** Its key, or its index as text. */
  key: string;
  fields: readonly ConfigField[];
  /** The step is complete only after a successful connection test. */
  needsTest: boolean;
}

export interface StepState {
  key: string;
  complete: boolean;
  /** Required fields without a value. */
  missing: string[];
  /** Null when no test is required. */
  tested: boolean | null;
}

/** The steps of a wizard; the fields outside of steps, and each group, count as one more step. */
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

/** The connector fills in integrator fields, through the integration-config routes. */
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

/** Sensitive if marked so, or by type or name: password, secret and token fields are stored encrypted. */
export const isSensitive = ({ key, type, sensitive }: ConfigField): boolean =>
  sensitive ?? (type === 'password' || NAMES_OF_SECRETS.test(key));

/** Throws 400 when the value is not a form. */
export function checkSchema(schema: unknown): asserts schema is ConfigSchema {
  const problems = checkConfigSchema(schema);
  if (problems.length > 0)
    throw badRequest(
      problems.map((problem) => placedSentence(problem, placeOf(problem.path)).message),
    );
}

/** `steps[0].key` is `steps.0.key` in the API's messages. */
const placeOf = (path: string): string =>
  ['config_schema', ...path.split(/[.[\]]+/)].filter((part) => part !== '').join('.');
