import { problem } from '../../connector/problem.js';
import { sameKeys } from '../diff/definition-conflicts.js';
import { extensionsIn } from '../extension.js';
import type { Rule } from '../rule.js';
import type { DefinitionView } from '../view.js';

export const uniqueKeysChanged: Rule = {
  id: 'plan/unique-keys-changed',
  severity: 'error',
  summary: 'A definition has different unique keys than on the shop.',
  explain:
    'The platform cannot change the unique keys of an existing definition. Provisioning reports a conflict, and the old keys ' +
    'still match records. Keep them, or delete the definition and its records on the shop and provision again.',
  check(input) {
    return extensionsIn(input)
      .filter(({ definition, existing }) => !sameKeys(keysOf(definition), keysOf(existing)))
      .map(({ definition, existing }) =>
        problem(`${definition.path}.unique_keys`, 'unique-keys-changed', {
          from: keysOf(existing),
          to: keysOf(definition),
        }),
      );
  },
};

function keysOf({ uniqueKeys }: DefinitionView): readonly string[] {
  return uniqueKeys?.values ?? [];
}
