import { defineIntegration } from 'spm-connect';

export default defineIntegration({
  slug: 'acme',
  meta: { name: 'Acme', version: '1.0.0' },
  configSchema: { fields: [] },
  parseSettings: (raw) => raw,
  testConnection: async () => true,
  syncSteps: [
    {
      entity: 'orders',
      cursorScope: 'global',
      enabled: () => true,
      run: async () => ({ items: 0, errors: [] }),
      sources: () => ['north', 'south'], // <- connector/unused-sources
    },
  ],
});
