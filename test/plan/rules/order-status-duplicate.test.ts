import { expect, it } from 'vitest';
import { lintPlan } from './lint-with.js';

const statuses = (...given: [string, string][]) =>
  lintPlan('plan/order-status-duplicate', {
    orderStatuses: given.map(([status_id, lang]) => ({ status_id, lang, name: 'Paid' })),
  });

it('accepts one row for each language', () => {
  expect(statuses(['1', 'fr'], ['1', 'en'], ['2', 'fr'])).toEqual([]);
});

it('finds two rows for one language', () => {
  expect(statuses(['1', 'fr'], ['2', 'fr'], ['1', 'fr'])).toEqual([
    'orderStatuses[2]: duplicate-status status=1 language=fr first=provisioning.orderStatuses[0]',
  ]);
});
