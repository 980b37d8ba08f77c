import { defineIntegration } from 'spm-connect';

export default defineIntegration({
  slug: 'acme',
  meta: { name: 'Acme', version: '1.0.0' },
  configSchema: {
    fields: [
      { key: 'url', type: 'url', label: 'Address' },
      { key: 'url', type: 'text', label: 'Path' }, // <- connector/config-schema
      { key: 'country', type: 'text', label: 'Country', pattern: '[A-Z' }, // <- connector/config-schema
    ],
  },
  parseSettings: (raw) => raw,
  testConnection: async () => true,
  syncSteps: [],
});
