import { problem } from '../../connector/problem.js';
import { FIELD_TYPES } from '../../connector/types.js';
import type { Rule } from '../rule.js';

/** `plan/field-type` finds the others. */
const TYPES: readonly string[] = FIELD_TYPES;

export const optionsElsewhere: Rule = {
  id: 'plan/options-elsewhere',
  severity: 'warning',
  summary: 'A field has options, but its type is not list.',
  explain:
    'Only a field of type `list` uses `options`. With any other type they have no effect, and the platform accepts records ' +
    'with other values. Change the type to `list`, or remove the options.',
  check({ plan }) {
    return plan.fields
      .filter(
        ({ type, options }) => options !== undefined && type !== 'list' && TYPES.includes(type),
      )
      .map(({ path, type }) => problem(`${path}.options`, 'options-without-list', { type }));
  },
};
