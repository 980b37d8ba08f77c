import { defineIntegration } from 'spm-connect';

export default defineIntegration({
  slug: 'acme',
  meta: { name: 'Acme', version: '1.0.0' },
  configSchema: {
    steps: [
      { key: 'account', label: 'Account', fields: [], on_complete: { action: 'test' } }, // <- connector/config-steps
      { key: 'stores', label: 'Stores', fields: [], depends_on: 'acount' }, // <- connector/config-steps
    ],
  },
  parseSettings: (raw) => raw,
  testConnection: async () => true,
  syncSteps: [],
});
