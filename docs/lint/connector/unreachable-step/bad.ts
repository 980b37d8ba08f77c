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
      enabled: (settings) => settings.mode === 'full', // <- connector/unreachable-step
      run: async () => ({ items: 0, errors: [] }),
    },
  ],
});
