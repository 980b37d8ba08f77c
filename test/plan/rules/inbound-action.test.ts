import { expect, it } from 'vitest';
import { lintConnector } from './lint-connector.js';

const action = (name: string) =>
  lintConnector('connector/inbound-action', { inbound: { [name]: () => {} } });

it.each(['order_paid', 'loyalty-card', 'V2.order'])('accepts %j', (name) => {
  expect(action(name)).toEqual([]);
});

it.each([
  ['', 'inbound: empty-action'],
  ['order/paid', 'inbound.order/paid: url-unsafe name=order/paid better=order_paid'],
  [
    'carte fidélité',
    'inbound.carte fidélité: url-unsafe name=carte fidélité better=carte_fidelite',
  ],
  ['..', 'url-unsafe name=..'],
  ['a%20b', ' better=a_20b'],
])('refuses %j', (name, text) => {
  expect(action(name)).toEqual([expect.stringContaining(text)]);
});
