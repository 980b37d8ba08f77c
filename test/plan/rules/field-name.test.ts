import { expect, it } from 'vitest';
import { lintPlan } from './lint-with.js';

const named = (name: string) =>
  lintPlan('plan/field-name', {
    customData: [{ name: 'stores', fields: [{ name, type: 'text' }] }],
  });

it.each(['a', 'Store_2', 'constructor', 'identity', 'x'.repeat(64)])('accepts %s', (name) => {
  expect(named(name)).toEqual([]);
});

it.each([
  ['ID', 'is taken', 'Start with a letter'],
  [' code', 'has spaces around it', 'Write "code".'],
  ['prénom', 'cannot be', 'Write "prenom".'],
  ['store-id', 'cannot be', 'Write "store_id".'],
  ['2nd', 'cannot be', 'Start with a letter'],
  ['x'.repeat(65), 'cannot be', 'Start with a letter'],
])('refuses %s', (name, fault, hint) => {
  expect(named(name)).toEqual([expect.stringMatching(new RegExp(`${fault}.*${hint}`))]);
});
