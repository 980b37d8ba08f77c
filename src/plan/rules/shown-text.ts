import { isObject, type Problem, problem } from '../../connector/problem.js';
import {
  configFieldsOf,
  configPartsOf,
  type Fields,
  objectsIn,
  partOf,
  widgetsOf,
} from '../parts.js';
import type { Placed } from '../reader.js';
import type { Rule } from '../rule.js';

export const shownText: Rule = {
  id: 'connector/shown-text',
  severity: 'warning',
  summary: 'A text that merchants read is missing or invalid.',
  explain:
    "Write one text, or an object with a text for each language: `{ fr: 'Magasin', en: 'Store' }`. Fields, options, steps " +
    'and groups need a label. Help and descriptions are optional.',
  check({ integration }) {
    return [
      ...texts(partOf(integration, 'meta'), 'meta', [], ['short_description', 'description']),
      ...formTexts(integration),
      ...widgetsOf(integration).flatMap(({ path, value }) =>
        texts(value, path, [], ['description']),
      ),
    ];
  },
};

function formTexts(integration: unknown): Problem[] {
  const parts = configPartsOf(integration).filter(({ path }) => path !== 'configSchema');
  return [
    ...parts.flatMap(({ path, part }) => texts(part, path, ['label'], ['description'])),
    ...configFieldsOf(integration).flatMap(({ path, field }) => [
      ...texts(field, path, ['label'], ['help']),
      ...optionTexts(objectsIn(field, 'options', `${path}.options`)),
    ]),
  ];
}

function optionTexts(options: readonly Placed<Fields>[]): Problem[] {
  return options.flatMap(({ path, value }) => texts(value, path, ['label'], []));
}

function texts(owner: unknown, path: string, needed: string[], optional: string[]): Problem[] {
  if (!isObject(owner)) return [];
  return [
    ...needed.flatMap((name) => fault(owner[name], `${path}.${name}`)),
    ...optional.flatMap((name) =>
      owner[name] === undefined ? [] : fault(owner[name], `${path}.${name}`),
    ),
  ];
}

function fault(value: unknown, path: string): Problem[] {
  if (value === undefined) return [problem(path, 'text-missing', {})];
  const all = isObject(value) ? Object.values(value) : [value];
  if (all.length > 0 && all.every((text) => typeof text === 'string' && text.trim() !== ''))
    return [];
  return [problem(path, 'wrong-type', { expected: 'shown-text' })];
}
