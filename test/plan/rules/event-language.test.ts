import { expect, it } from 'vitest';
import { lintPlan } from './lint-with.js';

const spoken = (language: string) =>
  lintPlan('plan/event-language', { events: [{ code_name: 'a', name: { [language]: 'A' } }] });

it('accepts two small letters', () => {
  expect(spoken('en')).toEqual([]);
});

it.each([
  ['EN', 'en'],
  ['en-GB', 'en'],
  ['fr_BE', 'fr'],
])('suggests for %s %s', (language, better) => {
  expect(spoken(language)).toEqual([expect.stringMatching(new RegExp(` better=${better}$`))]);
});

it('has no hint for what it does not know', () => {
  expect(spoken('french')).toEqual(['events[0].name.french: not-a-language language=french']);
});
