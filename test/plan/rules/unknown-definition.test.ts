import { expect, it } from 'vitest';
import { lintIntegration } from '../../../src/plan/lint.js';

const at = { file: '/acme/connector.ts', line: 3, column: 7 };
const NAMES = { sources: [], definitions: [] };
const plan = {
  dataSources: [{ key: 'Stores', decl: { label: 'Stores', type: 'api' } }],
  customData: [{ name: 'Stores', fields: [{ name: 'id', type: 'text' }] }],
};

const lint = (name: string, declared?: string[]) =>
  lintIntegration({
    plan,
    code: { ...NAMES, definitions: [{ name, at }] },
    ...(declared && { declared: { ...NAMES, definitions: declared } }),
  }).filter(({ rule }) => rule === 'connector/unknown-definition');

it('accepts a name of the plan, found as the context finds it', () => {
  expect(lint('Stores')).toEqual([]);
  expect(lint(' stores')).toEqual([]);
});

it('accepts a name of a plan with other settings', () => {
  expect(lint('shops', ['Stores', 'shops'])).toEqual([]);
});

it('refuses others, where they stand in the code', () => {
  expect(lint('store')).toMatchObject([
    {
      at,
      path: 'provisioning.customData',
      code: 'unknown-definition',
      args: { name: 'store', suggestion: 'Stores' },
    },
  ]);
});
