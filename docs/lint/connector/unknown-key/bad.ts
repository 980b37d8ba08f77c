import { defineIntegration } from 'spm-connect';

export default defineIntegration({
  slug: 'acme',
  meta: { name: 'Acme', version: '1.0.0' },
  configSchema: { fields: [] },
  parseSettings: (raw) => raw,
  testConnection: async () => true,
  hook: { onActivate: (ctx) => ctx.logger.info('active') }, // <- connector/unknown-key
  syncSteps: [],
});
