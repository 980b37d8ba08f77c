import { expect, it } from 'vitest';
import { lintConnector } from './lint-connector.js';

const unused = (resource: string) =>
  lintConnector('connector/unused-resolver', {
    configSchema: {
      groups: [{ label: 'G', fields: [{ key: 'a', type: 'select', remote: { resource } }] }],
    },
    remoteData: { stores: async () => [] },
  });

it('accepts a resolver that a field names', () => {
  expect(unused('stores')).toEqual([]);
});

it('warns about one that none does', () => {
  expect(unused('shops')).toEqual(['remoteData.stores: unused-resolver name=stores']);
});
