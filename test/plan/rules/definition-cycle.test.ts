import { expect, it } from 'vitest';
import type { CustomDataDefinition } from '../../../src/connector/types.js';
import { lintPlan } from './lint-with.js';

function define(name: string, ...targets: string[]): CustomDataDefinition {
  return {
    name,
    fields: [{ name: 'ref', type: 'number' }],
    relationships: targets.map((targetSchema) => ({
      sourceField: 'ref',
      targetSchemaType: 'custom',
      targetSchema,
    })),
  };
}

const cycles = (...customData: CustomDataDefinition[]) =>
  lintPlan('plan/definition-cycle', { customData });

it('accepts definitions that refer to each other without a circle', () => {
  expect(cycles(define('a', 'b', 'c', 'a'), define('b', 'c'), define('c'))).toEqual([]);
});

it('finds every circle, also those that share a definition', () => {
  expect(
    cycles(define('x', 'a'), define('a', 'b', 'c'), define('b', 'a'), define('c', 'a')),
  ).toEqual([
    expect.stringMatching(/^customData\[1\]: .*a -> b -> a/),
    expect.stringMatching(/^customData\[1\]: .*a -> c -> a/),
  ]);
});

it('finds circles apart from each other', () => {
  expect(
    cycles(define('a', 'b'), define('b', 'a'), define('c', 'd'), define('d', 'c')),
  ).toHaveLength(2);
});
