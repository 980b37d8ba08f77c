import { defineIntegration } from 'spm-connect';

export default defineIntegration({
  slug: 'acme',
  meta: { name: 'Acme', version: '1.0.0' },
  configSchema: {
    fields: [
      { key: 'hours', type: 'number', label: 'Hours', min: 1, max: 24, default: 48 }, // <- connector/config-default
      { key: 'active', type: 'checkbox', label: 'Active', default: 'yes' }, // <- connector/config-default
    ],
  },
  parseSettings: (raw) => raw,
  testConnection: async () => true,
  syncSteps: [],
});
