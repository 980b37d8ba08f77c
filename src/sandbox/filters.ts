/** The listing filters, as SQL. */

import type { ReadField } from './listing.js';
import type { RawFilter } from './query.js';
import { badRequest } from './refusal.js';
import type { Where } from './table.js';

type Build = (sql: string, values: readonly (string | number)[]) => Where;

interface Operator {
  /** How many values; null = one or more. */
  takes: number | null;
  /** Compares text patterns, whatever the kind of the field. */
  pattern?: true;
  build: Build;
}

const compare = (operator: string): Operator => ({
  takes: 1,
  build: (sql, values) => ({ sql: `${sql} ${operator} ?`, values }),
});

/** `%` and `_` in what was asked for stand for themselves. */
const escaped = (value: string | number): string => String(value).replace(/[\\%_]/g, '\\$&');

const pattern = (not: '' | 'NOT ', before: string, after: string): Operator => ({
  takes: 1,
  pattern: true,
  build: (sql, values) => ({
    sql: `${sql} ${not}LIKE ? ESCAPE '\\'`,
    values: values.map((value) => before + escaped(value) + after),
  }),
});

const range = (not: '' | 'NOT '): Operator => ({
  takes: 2,
  build: (sql, values) => ({ sql: `${sql} ${not}BETWEEN ? AND ?`, values }),
});

const among = (not: '' | 'NOT '): Operator => ({
  takes: null,
  build: (sql, values) => ({ sql: `${sql} ${not}IN (${values.map(() => '?')})`, values }),
});

const OPERATORS = new Map<string, Operator>([
  ['EQUALS', compare('=')],
  ['NOT_EQUALS', compare('IS NOT')],
  ['CONTAINS', pattern('', '%', '%')],
  ['NOT_CONTAINS', pattern('NOT ', '%', '%')],
  ['STARTS_WITH', pattern('', '', '%')],
  ['ENDS_WITH', pattern('', '%', '')],
  ['LESS_THAN', compare('<')],
  ['LESS_THAN_OR_EQUAL_TO', compare('<=')],
  ['GREATER_THAN', compare('>')],
  ['GREATER_THAN_OR_EQUAL_TO', compare('>=')],
  ['IN', among('')],
  ['NOT_IN', among('NOT ')],
  ['LIKE', { ...compare('LIKE'), pattern: true }],
  ['BETWEEN', range('')],
  ['NOT_BETWEEN', range('NOT ')],
]);

/** SQLite binds at most 32,766 values; nothing needs a list that long. */
const MAX_VALUES = 1000;

/** Throws 400 for an unknown operator, or values that do not fit it or the field. */
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

/** Values were split at commas; an operator that takes one gets the text back as it was. */
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
