import { defineIntegration } from 'spm-connect';

export default defineIntegration({
  slug: 'acme',
  meta: { name: 'Acme', version: '1.0.0' },
  configSchema: {
    fields: [
      { key: 'url', type: 'url', label: 'Address' },
      { key: 'path', type: 'text', label: 'Path' },
      { key: 'country', type: 'text', label: 'Country', pattern: '[A-Z]{2}' },
    ],
  },
  parseSettings: (raw) => raw,
  testConnection: async () => true,
  syncSteps: [],
});
