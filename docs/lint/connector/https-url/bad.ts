import { defineIntegration } from 'spm-connect';

export default defineIntegration({
  slug: 'acme',
  meta: {
    name: 'Acme',
    version: '1.0.0',
    icon_url: 'http://acme.example/icon.png', // <- connector/https-url
    documentation_url: '/docs', // <- connector/https-url
  },
  configSchema: { fields: [] },
  parseSettings: (raw) => raw,
  testConnection: async () => true,
  syncSteps: [],
});
