import { expect, it } from 'vitest';
import { lintConnector } from './lint-connector.js';

const remote = (resource: unknown, remoteData?: object) =>
  lintConnector('connector/remote-resolver', {
    configSchema: {
      fields: [
        {
          key: 'store',
          type: 'select',
          label: 'Store',
          remote: { resource, label_field: 'label', value_field: 'value' },
        },
      ],
    },
    remoteData,
  }).map((text) => text.replace('configSchema.fields[0].remote.', ''));

it('accepts a resolver of that name, and leaves what is no text to another rule', () => {
  expect(remote('stores', { stores: async () => [] })).toEqual([]);
  expect(remote(1)).toEqual([]);
});

it('refuses a name without a resolver', () => {
  expect(remote('stroes', { stores: async () => [] })).toEqual([
    'resource: "stroes" is not a resolver of remoteData. Did you mean "stores"?',
  ]);
  expect(remote('my-stores')).toEqual([
    expect.stringContaining("Add `remoteData: { 'my-stores': async (ctx) => [...] }`."),
  ]);
  expect(remote('toString', {})).toHaveLength(1);
});

it('refuses a name that the platform cannot ask for', () => {
  expect(remote('a/b', { 'a/b': async () => [] })).toEqual([
    'resource: must be 1 to 64 letters, digits, "-" and "_"',
  ]);
});
