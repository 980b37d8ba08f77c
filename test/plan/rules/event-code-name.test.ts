import { expect, it } from 'vitest';
import { lintPlan } from './lint-with.js';

const events = (...names: unknown[]) =>
  lintPlan('plan/event-code-name', { events: names.map((code_name) => ({ code_name, name: {} })) });

it('accepts names that can stand in a URL', () => {
  expect(events('order_paid', 'Order-Paid', 'v1.order', 'x'.repeat(100))).toEqual([]);
});

it.each(['', ' ', undefined, 3])('finds that %j is empty', (name) => {
  expect(events(name)).toEqual(['events[0].code_name: must not be empty']);
});

it.each([
  ['order paid', 'Write "order_paid".'],
  ['a/b', 'Write "a_b".'],
  ['café', 'Write "cafe".'],
  ["it's", 'Write "it_s".'],
  ['..', 'Use letters'],
  ['?', 'Use letters'],
  ['\ud800', 'Use letters'],
  ['x'.repeat(101), 'Use letters'],
])('finds that %j does not survive in a URL', (name, hint) => {
  expect(events(name)).toEqual([expect.stringContaining(`does not survive in a URL. ${hint}`)]);
});
