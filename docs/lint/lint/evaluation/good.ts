import { defineIntegration } from 'spm-connect';

export default defineIntegration({
  slug: 'acme',
  meta: { name: 'Acme', version: '1.0.0' },
  configSchema: {
    fields: [{ key: 'stores', type: 'text', label: 'Stores', default: 'Paris, Lyon' }],
  },
  parseSettings: ({ stores }) => ({ stores: String(stores).split(/, */) }),
  testConnection: async () => true,
  provisioning: ({ settings: { stores } }) => ({
    dataSources: stores.map((name) => ({ key: name, decl: { label: name, type: 'api' } })),
  }),
  syncSteps: [],
});
