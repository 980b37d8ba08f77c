import { defineIntegration } from 'spm-connect';

export default defineIntegration({
  slug: 'acme',
  meta: { name: 'Acme', version: '1.0.0' },
  configSchema: {
    fields: [
      { key: 'api_key', type: 'text', label: 'API key' }, // <- connector/config-secret
      { key: 'pin', type: 'password', label: 'PIN', sensitive: true, default: '0000' }, // <- connector/config-secret
    ],
  },
  parseSettings: (raw) => raw,
  testConnection: async () => true,
  syncSteps: [],
});
