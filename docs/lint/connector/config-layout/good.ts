import { defineIntegration } from 'spm-connect';

export default defineIntegration({
  slug: 'acme',
  meta: { name: 'Acme', version: '1.0.0' },
  configSchema: {
    steps: [
      {
        key: 'account',
        label: 'Account',
        fields: [{ key: 'url', type: 'url', label: 'Address' }],
      },
    ],
  },
  parseSettings: (raw) => raw,
  testConnection: async () => true,
  syncSteps: [],
});
