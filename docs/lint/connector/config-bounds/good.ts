import { defineIntegration } from 'spm-connect';

export default defineIntegration({
  slug: 'acme',
  meta: { name: 'Acme', version: '1.0.0' },
  configSchema: {
    fields: [
      { key: 'hours', type: 'number', label: 'Hours', min: 1, max: 24 },
      { key: 'code', type: 'text', label: 'Code', minLength: 4, maxLength: 8 },
    ],
  },
  parseSettings: (raw) => raw,
  testConnection: async () => true,
  syncSteps: [],
});
