/** The listing filters, as SQL. */

import { NEGATIVE_FILTERS_TAKE_NULLS } from './choices.js';
import type { RawFilter } from './query.js';
import type { ReadField } from './read-model.js';
import { badRequest } from './refusal.js';
import type { Where } from './table.js';

type Build = (sql: string, values: readonly (string | number)[]) => Where;

interface Operator {
  /** The number of values; null means one or more. */
  takes: number | null;
  /** Compares text patterns, for any type of field. */
  pattern?: true;
  build: Build;
}

const compare = (operator: string): Operator => ({
  takes: 1,
  build: (sql, values) => ({ sql: `${sql} ${operator} ?`, values }),
});

/** `%` and `_` in the pattern are literal. */
const escaped = (value: string | number): string => String(value).replace(/[\\%_]/g, '\\$&');

const pattern = (before: string, after: string): Operator => ({
  takes: 1,
  pattern: true,
  build: (sql, values) => ({
    sql: `${sql} LIKE ? ESCAPE '\\'`,
    values: values.map((value) => before + escaped(value) + after),
  }),
});

const EQUALS = compare('=');
const CONTAINS = pattern('%', '%');
const BETWEEN: Operator = {
  takes: 2,
  build: (sql, values) => ({ sql: `${sql} BETWEEN ? AND ?`, values }),
};
const IN: Operator = {
  takes: null,
  build: (sql, values) => ({ sql: `${sql} IN (${values.map(() => '?')})`, values }),
};

/** In SQL, null equals nothing and differs from nothing, so the condition says whether rows without a value match. */
const not = (operator: Operator): Operator => ({
  ...operator,
  build: (sql, values) => {
    const positive = operator.build(sql, values);
    const unknown = NEGATIVE_FILTERS_TAKE_NULLS ? 1 : 0;
    return { sql: `coalesce(NOT (${positive.sql}), ${unknown})`, values: positive.values };
  },
});

const OPERATORS = new Map<string, Operator>([
  ['EQUALS', EQUALS],
  ['NOT_EQUALS', not(EQUALS)],
  ['CONTAINS', CONTAINS],
  ['NOT_CONTAINS', not(CONTAINS)],
  ['STARTS_WITH', pattern('', '%')],
  ['ENDS_WITH', pattern('%', '')],
  ['LESS_THAN', compare('<')],
  ['LESS_THAN_OR_EQUAL_TO', compare('<=')],
  ['GREATER_THAN', compare('>')],
  ['GREATER_THAN_OR_EQUAL_TO', compare('>=')],
  ['IN', IN],
  ['NOT_IN', not(IN)],
  ['LIKE', { ...compare('LIKE'), pattern: true }],
  ['BETWEEN', BETWEEN],
  ['NOT_BETWEEN', not(BETWEEN)],
]);

/** SQLite binds at most 32,766 values, and no list needs that many. */
const MAX_VALUES = 1000;

/** Throws 400 for an unknown operator, or for values that do not fit it or the field. */
export function filterSql(field: ReadField, filter: RawFilter, index: number): Where {
  const operator = OPERATORS.get(filter.operator ?? '');
  if (operator === undefined) {
    throw badRequest([
      `filters[${index}].operator must be one of: ${[...OPERATORS.keys()].join(', ')}`,
    ]);
  }
  const values = fitValues(operator, filter.values, `filters[${index}].values`);
  const typed = operator.pattern ? values : values.map((v) => typedValue(field, v, index));
  return operator.build(field.sql, typed);
}

/** Values were split at commas; an operator with one value gets the original text back. */
function fitValues(operator: Operator, values: readonly string[], place: string): string[] {
  if (values.length === 0 || values.length > MAX_VALUES) {
    throw badRequest([`${place} must have 1 to ${MAX_VALUES} values`]);
  }
  if (operator.takes === 1) return [values.join(',')];
  if (operator.takes !== null && values.length !== operator.takes) {
    throw badRequest([`${place} must have ${operator.takes} values`]);
  }
  return [...values];
}

function typedValue(field: ReadField, value: string, index: number): string | number {
  if (field.kind === 'boolean') {
    if (/^(true|1)$/i.test(value)) return 1;
    if (/^(false|0)$/i.test(value)) return 0;
    throw badRequest([`filters[${index}].values must be true or false`]);
  }
  if (field.kind !== 'number') return value;
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number)) {
    throw badRequest([`filters[${index}].values must be a number`]);
  }
  return number;
}
