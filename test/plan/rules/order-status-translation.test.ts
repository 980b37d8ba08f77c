import { expect, it } from 'vitest';
import { lintPlan } from './lint-with.js';

const statuses = (...given: [string, string][]) =>
  lintPlan('plan/order-status-translation', {
    orderStatuses: given.map(([status_id, lang]) => ({ status_id, lang, name: 'Name' })),
  });

it('accepts the same languages everywhere, in any order', () => {
  expect(statuses(['1', 'fr'], ['1', 'en'], ['2', 'en'], ['2', 'fr'])).toEqual([]);
});

it('tells each status once what it lacks, at its first row', () => {
  expect(statuses(['1', 'fr'], ['2', 'en'], ['2', 'de'], ['1', 'en'], ['3', 'fr'])).toEqual([
    'orderStatuses[0]: missing-languages status=1 languages=de',
    'orderStatuses[1]: missing-languages status=2 languages=fr',
    'orderStatuses[4]: missing-languages status=3 languages=en,de',
  ]);
});

it('does not ask for what is no language', () => {
  expect(statuses(['1', 'fr'], ['2', 'fr'], ['2', 'french'])).toEqual([]);
});
