import { expect, it } from 'vitest';
import { integration, step } from '../../connector/fixtures.js';
import { lintWith } from './lint-with.js';

const shape = (value: unknown) => lintWith('connector/shape', { integration: value });

it('accepts an Integration, and a plan without one', () => {
  expect(shape(integration())).toEqual([]);
  expect(shape(undefined)).toEqual([]);
});

it('finds what defineIntegration refuses', () => {
  expect(shape({ ...integration(), slug: 'A!', syncSteps: [step(), step()] })).toEqual([
    expect.stringMatching(/^slug: /),
    expect.stringMatching(/^syncSteps\[1\]\.entity: duplicate-entity/),
  ]);
});

it('finds that the default export is no object', () => {
  expect(shape(null)).toEqual([': not-an-integration is=null']);
});

it('finds what cannot be read', () => {
  const hostile = Object.defineProperty(integration(), 'slug', {
    get() {
      throw new Error('boom');
    },
    enumerable: true,
  });
  expect(shape(hostile)).toEqual(['slug: unreadable reason=boom', 'slug: slug is=undefined']);
});
