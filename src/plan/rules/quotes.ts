import { child, entry } from '../../connector/path.js';
import { isObject, type Problem, problem } from '../../connector/problem.js';
import type { Placed } from '../reader.js';
import type { Rule, Written } from '../rule.js';
import type { FieldView, PlanView, SourceView } from '../view.js';

export const quotes: Rule = {
  id: 'plan/quotes',
  severity: 'error',
  summary: 'A text without quotes is read as a number or a word with another form.',
  explain:
    'YAML reads `01000` as the number 1000, `1.10` as 1.1, and the key `007` as 7; JSON reads `1.0` as 1. The plan then has ' +
    'another text than the file shows: a list would offer 1000. Write the text in quotes. In `config`, where numbers are ' +
    'allowed, the rule finds numbers with a zero or a + before them, or with too many digits.',
  check({ plan, rawPlan, written }) {
    if (written === undefined) return [];
    return [
      ...plan.fields.flatMap((field) => options(field, written)),
      ...plan.relationships
        .filter(({ isNumber }) => isNumber)
        .flatMap(({ path, targetSchema }) =>
          changed(`${path}.targetSchema`, targetSchema, written),
        ),
      ...plan.sources.flatMap((source) => configValues(source, written)),
      ...plan.fields
        .filter(({ type }) => type === 'json')
        .flatMap((field) => freeValues(field.default, `${field.path}.default`, written)),
      ...mapsOf(plan, rawPlan).flatMap(({ path, value }) => keys(value, path, written)),
    ];
  },
};

function options({ options: all }: FieldView, written: Written): Problem[] {
  return [...(all ?? [])].flatMap(({ path, value }) =>
    typeof value === 'number' ? changed(path, String(value), written) : [],
  );
}

function changed(path: string, value: string, written: Written): Problem[] {
  const text = written(path);
  if (text === undefined || text === value || isQuoted(text)) return [];
  return [problem(path, 'unquoted-value', { written: text, value })];
}

/** The value at the stable key is an identity; the others may be numbers. */
function configValues({ path, config, stableConfigKey }: SourceView, written: Written): Problem[] {
  return Object.entries(config ?? {}).flatMap(([key, value]) => {
    const place = child(`${path}.decl.config`, key);
    if (key === stableConfigKey && typeof value === 'number')
      return changed(place, String(value), written);
    return freeValues(value, place, written);
  });
}

function freeValues(value: unknown, path: string, written: Written): Problem[] {
  if (typeof value === 'number') {
    const text = written(path) ?? '';
    const isText =
      /^(?:\+|-?0\d)/.test(text) || (/^[-+]?\d+$/.test(text) && !Number.isSafeInteger(value));
    return isText ? changed(path, String(value), written) : [];
  }
  if (Array.isArray(value))
    return value.flatMap((item: unknown, index) => freeValues(item, `${path}[${index}]`, written));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    freeValues(part, child(path, key), written),
  );
}

/** The maps in which authors choose the keys. */
function mapsOf({ path: plan, events, sources }: PlanView, rawPlan: unknown): Placed<unknown>[] {
  const given = isObject(rawPlan) && Array.isArray(rawPlan.events) ? rawPlan.events : [];
  return [
    ...sources.map(({ path, config }) => ({ path: `${path}.decl.config`, value: config })),
    ...events.map(({ path, properties }) => ({ path: `${path}.properties`, value: properties })),
    ...given.map((event: unknown, index: number) => ({
      path: `${entry(child(plan, 'events'), index)}.name`,
      value: isObject(event) ? event.name : undefined,
    })),
  ];
}

/** A key that YAML may have read from another form. */
const NUMBER_OR_WORD = /^(?:[-+]?[\d.]+(?:e[-+]?\d+)?|true|false|null|NaN|-?Infinity|)$/i;

function keys(value: unknown, path: string, written: Written): Problem[] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, part]) => {
    const place = child(path, key);
    const text = NUMBER_OR_WORD.test(key) ? written(place, true) : undefined;
    const isSame = text === undefined || text === key || isQuoted(text);
    const own = isSame ? [] : [problem(place, 'unquoted-key', { written: text, value: key })];
    return [...own, ...keys(part, place, written)];
  });
}

const isQuoted = (text: string): boolean => /^["']/.test(text);
