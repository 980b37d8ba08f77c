import { defineIntegration } from 'spm-connect';

export default defineIntegration({
  slug: 'acme',
  meta: { name: 'Acme', version: '1.0.0' },
  configSchema: { fields: [] },
  parseSettings: () => ({}),
  testConnection: async () => (await fetch(new URL(process.env.ACME_URL ?? ''))).ok,
  syncSteps: [],
});
