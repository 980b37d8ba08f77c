import { expect, it } from 'vitest';
import { lintConnector } from './lint-connector.js';

const hooks = (...names: string[]) =>
  lintConnector('connector/hook-name', {
    hooks: Object.fromEntries(names.map((name) => [name, () => {}])),
  });

it('accepts every hook there is', () => {
  expect(
    hooks('onInstall', 'onActivate', 'onDeactivate', 'onUninstall', 'onConfigUpdated'),
  ).toEqual([]);
});

it('warns about others', () => {
  expect(hooks('onConfigUpdate', 'before')).toEqual([
    'hooks.before: unknown-hook name=before',
    'hooks.onConfigUpdate: unknown-hook name=onConfigUpdate suggestion=onConfigUpdated',
  ]);
});
