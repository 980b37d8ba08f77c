import { defineIntegration } from 'spm-connect';

export default defineIntegration({
  slug: 'acme',
  meta: { name: 'Acme', version: '1.0.0' },
  configSchema: {
    fields: [
      { key: 'region', type: 'select', label: 'Region' }, // <- connector/config-options
      { key: 'note', type: 'text', label: 'Note', options: [{ value: 'a', label: 'A' }] }, // <- connector/config-options
    ],
  },
  parseSettings: (raw) => raw,
  testConnection: async () => true,
  syncSteps: [],
});
