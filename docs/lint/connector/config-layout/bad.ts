import { defineIntegration } from 'spm-connect';

export default defineIntegration({
  slug: 'acme',
  meta: { name: 'Acme', version: '1.0.0' },
  configSchema: {
    steps: [{ key: 'account', label: 'Account', fields: [] }],
    fields: [{ key: 'url', type: 'url', label: 'Address' }], // <- connector/config-layout
  },
  parseSettings: (raw) => raw,
  testConnection: async () => true,
  syncSteps: [],
});
