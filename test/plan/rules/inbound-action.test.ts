import { expect, it } from 'vitest';
import { lintConnector } from './lint-connector.js';

const action = (name: string) =>
  lintConnector('connector/inbound-action', { inbound: { [name]: () => {} } });

it.each(['order_paid', 'loyalty-card', 'V2.order'])('accepts %j', (name) => {
  expect(action(name)).toEqual([]);
});

it.each([
  ['', 'inbound: the name of an action must not be empty'],
  [
    'order/paid',
    'inbound.order/paid: "order/paid" does not survive as a part of a URL. Write "order_paid".',
  ],
  ['carte fidélité', 'Write "carte_fidelite".'],
  ['..', '".." does not survive'],
  ['a%20b', 'Write "a_20b".'],
])('refuses %j', (name, text) => {
  expect(action(name)).toEqual([expect.stringContaining(text)]);
});
