import { expect, it } from 'vitest';
import { lintFields } from './lint-connector.js';

const owners = (...given: unknown[]) =>
  lintFields('connector/config-owner', ...given.map((owner) => ({ owner })));

it('accepts both owners and none', () => {
  expect(owners('merchant', 'integrator', undefined)).toEqual([]);
});

it('refuses others', () => {
  expect(owners('integrater', null)).toEqual([
    '[0].owner: not-one-of suggestion=integrator',
    '[1].owner: not-one-of',
  ]);
});
