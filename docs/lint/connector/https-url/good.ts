import { defineIntegration } from 'spm-connect';

export default defineIntegration({
  slug: 'acme',
  meta: {
    name: 'Acme',
    version: '1.0.0',
    icon_url: 'https://acme.example/icon.png',
    documentation_url: 'https://acme.example/docs',
  },
  configSchema: { fields: [] },
  parseSettings: (raw) => raw,
  testConnection: async () => true,
  syncSteps: [],
});
