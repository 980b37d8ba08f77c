import { expect, it } from 'vitest';
import { step } from '../../connector/fixtures.js';
import { lintConnector } from './lint-connector.js';

const bulk = (config: object) =>
  lintConnector('connector/checkpoints', { syncSteps: [{ ...step(), bulk: config }] }).map((text) =>
    text.replace('syncSteps[0].bulk.', ''),
  );
const position = () => 1;

it.each([{}, { position, order: 'asc' }, { position, order: 'none' }, { order: 'none' }])(
  'accepts %o',
  (config) => {
    expect(bulk(config)).toEqual([]);
  },
);

it.each([
  [{ position }, 'position: position-without-order'],
  [{ order: 'asc' }, 'order: order-without-position'],
  [{ order: 'desc', position }, 'order: wrong-type expected=order'],
])('warns about %o', (config, text) => {
  expect(bulk(config)).toEqual([expect.stringContaining(text)]);
});
