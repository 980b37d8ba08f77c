import { hinted, type Problem } from '../../connector/problem.js';
import { didYouMean } from '../../nearest.js';
import { repeats } from '../repeats.js';
import type { Rule } from '../rule.js';
import type { DefinitionView } from '../view.js';

export const uniqueKeys: Rule = {
  id: 'plan/unique-keys',
  severity: 'error',
  summary: 'The unique keys of a definition are empty, repeated or no fields.',
  explain:
    'Records are matched by the combination of these fields: a record that matches is updated, any other is added. ' +
    'A definition without `unique_keys` adds a record with every save.',
  check({ plan }) {
    return plan.definitions.flatMap((definition) => [
      ...empty(definition),
      ...unknown(definition),
      ...repeated(definition),
    ]);
  },
};

function empty({ path, uniqueKeys: keys }: DefinitionView): Problem[] {
  if (keys?.length !== 0) return [];
  return [
    {
      path: `${path}.unique_keys`,
      message: 'is an empty list',
      hint: 'Name the fields that identify a record, or leave `unique_keys` out to add one with every save.',
    },
  ];
}

function unknown({ fields, uniqueKeys: keys = [] }: DefinitionView): Problem[] {
  const names = fields.map(({ name }) => name);
  return keys
    .filter(({ value }) => !names.includes(value))
    .map(({ path, value }) =>
      hinted({ path, message: `"${value}" is not a field` }, didYouMean(value, names)),
    );
}

function repeated({ uniqueKeys: keys = [] }: DefinitionView): Problem[] {
  return repeats(keys, ({ value }) => value).map(({ item }) => ({
    path: item.path,
    message: `"${item.value}" is named twice`,
  }));
}
