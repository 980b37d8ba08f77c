import { defineIntegration } from 'spm-connect';

export default defineIntegration({
  slug: 'acme',
  meta: { name: 'Acme', version: '1.0.0' },
  configSchema: {
    fields: [
      { key: 'api_key', type: 'password', label: 'API key', sensitive: true },
      { key: 'token_page', type: 'url', label: 'Where to find it', sensitive: false },
    ],
  },
  parseSettings: (raw) => raw,
  testConnection: async () => true,
  syncSteps: [],
});
