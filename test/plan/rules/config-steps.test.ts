import { expect, it } from 'vitest';
import { lintConnector } from './lint-connector.js';

const steps = (...given: Record<string, unknown>[]) =>
  lintConnector('connector/config-steps', {
    configSchema: { steps: given.map((step) => ({ label: 'Step', fields: [], ...step })) },
  }).map((text) => text.replace('configSchema.steps', ''));

it('accepts earlier and later steps, and those that have their place as a key', () => {
  expect(
    steps(
      {},
      { key: 'b', depends_on: ['0', 'c'] },
      { key: 'c', on_complete: { action: 'test_connection' } },
    ),
  ).toEqual([]);
});

it('refuses unknown steps', () => {
  expect(steps({ key: 'account' }, { key: 'stores', depends_on: ['acount', 'x'] })).toEqual([
    '[1].depends_on[0]: unknown-step name=acount suggestion=account',
    '[1].depends_on[1]: unknown-step name=x',
  ]);
});

it('refuses steps that wait for each other, or for themselves', () => {
  expect(steps({ key: 'a', depends_on: 'b' }, { key: 'b', depends_on: ['a'] })).toEqual([
    '[0].depends_on: step-cycle way=a -> b -> a',
  ]);
  expect(steps({ key: 'a', depends_on: 'a' })).toEqual([expect.stringContaining('a -> a')]);
});

it('refuses unknown actions', () => {
  expect(steps({ on_complete: { action: 'test_conection' } }, { on_complete: {} })).toEqual([
    `[0].on_complete.action: not-one-of suggestion=test_connection`,
    `[1].on_complete.action: not-one-of`,
  ]);
});
