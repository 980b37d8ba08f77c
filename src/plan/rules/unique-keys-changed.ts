import { sameKeys } from '../diff/definition-conflicts.js';
import { extensionsIn } from '../extension.js';
import type { Rule } from '../rule.js';
import type { DefinitionView } from '../view.js';

export const uniqueKeysChanged: Rule = {
  id: 'plan/unique-keys-changed',
  severity: 'error',
  summary: 'A definition has other unique keys than on the shops that already have it.',
  explain:
    'The unique keys of a definition that exists cannot be changed. Provisioning reports a conflict, and records go on being ' +
    'matched by the old keys. Keep them, or delete the definition on the shop, with its records, and provision again.',
  check(input) {
    return extensionsIn(input)
      .filter(({ definition, existing }) => !sameKeys(keysOf(definition), keysOf(existing)))
      .map(({ definition, existing }) => ({
        path: `${definition.path}.unique_keys`,
        message: `are ${text(existing)} on the shop, and cannot become ${text(definition)}`,
        hint: "Keep the shop's keys.",
      }));
  },
};

function keysOf({ uniqueKeys = [] }: DefinitionView): string[] {
  return uniqueKeys.map(({ value }) => value);
}

function text(definition: DefinitionView): string {
  return keysOf(definition).join(', ') || 'none';
}
