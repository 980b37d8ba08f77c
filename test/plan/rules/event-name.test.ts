import { expect, it } from 'vitest';
import { lintPlan } from './lint-with.js';

const event = (rule: string, name: unknown) =>
  lintPlan(rule, { events: [{ code_name: 'order_paid', ...(name !== undefined && { name }) }] });

it.each([undefined, null, 'Order paid', [], {}, 3])('refuses %j', (name) => {
  expect(event('plan/event-name', name)).toEqual(['events[0].name: event-name example=order_paid']);
});

it('leaves texts that are empty to plan/shape', () => {
  expect(event('plan/event-name', { en: ' ', fr: 3 })).toEqual([]);
  expect(event('plan/shape', { en: ' ', fr: 3 })).toEqual([
    'events[0].name.en: wrong-type expected=name',
    'events[0].name.fr: wrong-type expected=name written=3',
  ]);
});
