import { expect, it } from 'vitest';
import { lintPlan } from './lint-with.js';

const spoken = (language: string) =>
  lintPlan('plan/event-language', { events: [{ code_name: 'a', name: { [language]: 'A' } }] });

it('accepts two small letters', () => {
  expect(spoken('en')).toEqual([]);
});

it.each([
  ['EN', 'Write "en".'],
  ['en-GB', 'Write "en".'],
  ['fr_BE', 'Write "fr".'],
])('for %s hints: %s', (language, hint) => {
  expect(spoken(language)).toEqual([expect.stringContaining(hint)]);
});

it('has no hint for what it does not know', () => {
  expect(spoken('french')).toEqual([
    'events[0].name.french: "french" is not a two-letter language code',
  ]);
});
