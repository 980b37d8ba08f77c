import { defineIntegration } from 'spm-connect';

export default defineIntegration({
  slug: 'acme',
  meta: { name: 'Acme', version: '1.0.0' },
  configSchema: {
    fields: [
      { key: 'active', type: 'boolean', label: 'Active' }, // <- connector/config-field-type
      { key: 'country', type: 'string', label: 'Country' }, // <- connector/config-field-type
    ],
  },
  parseSettings: (raw) => raw,
  testConnection: async () => true,
  syncSteps: [],
});
