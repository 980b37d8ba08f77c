import { defineIntegration } from 'spm-connect';

export default defineIntegration({
  slug: 'acme',
  meta: { name: 'Acme', version: '1.0.0' },
  configSchema: {
    fields: [
      { key: 'hours', type: 'number', label: 'Hours', min: 1, max: 24, default: 12 },
      { key: 'active', type: 'checkbox', label: 'Active', default: true },
    ],
  },
  parseSettings: (raw) => raw,
  testConnection: async () => true,
  syncSteps: [],
});
