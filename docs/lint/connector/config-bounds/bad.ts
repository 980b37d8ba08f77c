import { defineIntegration } from 'spm-connect';

export default defineIntegration({
  slug: 'acme',
  meta: { name: 'Acme', version: '1.0.0' },
  configSchema: {
    fields: [
      { key: 'hours', type: 'number', label: 'Hours', min: 24, max: 1 }, // <- connector/config-bounds
      { key: 'code', type: 'text', label: 'Code', minLength: 8, maxLength: 4 }, // <- connector/config-bounds
    ],
  },
  parseSettings: (raw) => raw,
  testConnection: async () => true,
  syncSteps: [],
});
