import { defineIntegration } from 'spm-connect';

export default defineIntegration({
  slug: 'acme',
  meta: { name: 'Acme', version: '1.0.0' },
  configSchema: {
    fields: [
      { key: 'url', type: 'url', label: { en: 'Address', fr: 'Adresse' } },
      { key: 'path', type: 'text', label: 'Path' },
    ],
  },
  parseSettings: (raw) => raw,
  testConnection: async () => true,
  syncSteps: [],
});
