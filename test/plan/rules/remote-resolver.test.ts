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
    'resource: unknown-resolver name=stroes example=stroes suggestion=stores',
  ]);
  expect(remote('my-stores')).toEqual([
    "resource: unknown-resolver name=my-stores example='my-stores'",
  ]);
  expect(remote('toString', {})).toHaveLength(1);
});

it('refuses a name that the platform cannot ask for', () => {
  expect(remote('a/b', { 'a/b': async () => [] })).toEqual([
    'resource: wrong-type expected=resource',
  ]);
});
