import { isObject, type Problem } from '../../connector/problem.js';
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
  summary: 'A text that merchants read is missing, or is neither a text nor one for each language.',
  explain:
    "A text for people is a text, or an object with one for each language: `{ fr: 'Magasin', en: 'Store' }`. Fields, " +
    'options, steps and groups need a label; help and descriptions may be left out.',
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
  if (value === undefined) return [{ path, message: 'is missing, and merchants read it' }];
  const all = isObject(value) ? Object.values(value) : [value];
  if (all.length > 0 && all.every((text) => typeof text === 'string' && text.trim() !== ''))
    return [];
  return [{ path, message: 'must be a text, or an object with a text for each language' }];
}
