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
        remote: { resource: 'stroes', label_field: 'label', value_field: 'value' }, // <- connector/remote-resolver
      },
    ],
  },
  parseSettings: (raw) => raw,
  testConnection: async () => true,
  syncSteps: [],
});
