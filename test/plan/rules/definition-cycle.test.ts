import { expect, it } from 'vitest';
import type { CustomDataDefinition } from '../../../src/connector/types.js';
import { lintPlan } from './lint-with.js';

function define(name: string, ...targets: string[]): CustomDataDefinition {
  return {
    name,
    fields: targets.map((_, index) => ({ name: `ref${index}`, type: 'number' })),
    relationships: targets.map((targetSchema, index) => ({
      sourceField: `ref${index}`,
      targetSchemaType: 'custom',
      targetSchema,
    })),
  };
}

const cycles = (...customData: CustomDataDefinition[]) =>
  lintPlan('plan/definition-cycle', { customData });

it('accepts definitions that refer to each other without a circle, and to themselves', () => {
  expect(cycles(define('a', 'b', 'c', 'a'), define('b', 'c'), define('c'))).toEqual([]);
});

it('finds a circle once, at the relationship that closes it', () => {
  expect(
    cycles(define('x', 'a'), define('a', 'x2', 'b'), define('b', 'c'), define('c', 'x2', ' A ')),
  ).toEqual(['customData[3].relationships[1].targetSchema: definition-cycle way=a -> b -> c -> a']);
});

it('tells the shortest way around in definitions that all refer to each other', () => {
  expect(
    cycles(define('a', 'b'), define('b', 'c'), define('c', 'd', 'b'), define('d', 'a')),
  ).toEqual([expect.stringMatching(/^customData\[2\]\.relationships\[1\].* way=b -> c -> b$/)]);
});

it('finds circles apart from each other', () => {
  expect(
    cycles(define('a', 'b'), define('b', 'a'), define('c', 'd'), define('d', 'c', 'a')),
  ).toEqual([
    expect.stringMatching(/^customData\[1\].*a -> b -> a/),
    expect.stringMatching(/^customData\[3\].*c -> d -> c/),
  ]);
});
