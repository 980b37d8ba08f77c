import { expect, it } from 'vitest';
import { lintPlan } from './lint-with.js';

const events = (...names: unknown[]) =>
  lintPlan('plan/event-code-name', { events: names.map((code_name) => ({ code_name, name: {} })) });

it('accepts names that can stand in a URL', () => {
  expect(events('order_paid', 'Order-Paid', 'v1.order', 'x'.repeat(100))).toEqual([]);
});

it.each(['', ' ', undefined, null])('finds that %j is empty', (name) => {
  expect(events(name)).toEqual(['events[0].code_name: wrong-type expected=name']);
});

it.each([
  ['order paid', ' better=order_paid'],
  ['a/b', ' better=a_b'],
  ['café', ' better=cafe'],
  ["it's", ' better=it_s'],
  ['..', ''],
  ['?', ''],
  ['\ud800', ''],
  ['x'.repeat(101), ''],
])('finds that a URL would change %j', (name, better) => {
  expect(events(name)).toEqual([`events[0].code_name: url-unsafe name=${name}${better}`]);
});
