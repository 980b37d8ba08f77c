import { defineIntegration } from 'spm-connect';

export default defineIntegration({
  slug: 'acme',
  meta: { name: 'Acme', version: '1.0.0' },
  configSchema: {
    fields: [
      {
        key: 'store',
        type: 'select',
        label: 'Store',
        remote: { resource: 'stores', label_field: 'label', value_field: 'value' },
      },
    ],
  },
  parseSettings: (raw) => raw,
  testConnection: async () => true,
  remoteData: {
    stores: async () => [{ value: '1', label: 'Paris' }],
    countries: async () => [{ value: 'FR', label: 'France' }], // <- connector/unused-resolver
  },
  syncSteps: [],
});
