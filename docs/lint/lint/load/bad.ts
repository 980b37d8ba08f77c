import { defineIntegration } from 'spm-connect';

// Runs while the module loads, before there are settings.
const url = new URL(process.env.ACME_URL ?? ''); // <- lint/load

export default defineIntegration({
  slug: 'acme',
  meta: { name: 'Acme', version: '1.0.0' },
  configSchema: { fields: [] },
  parseSettings: () => ({}),
  testConnection: async () => (await fetch(url)).ok,
  syncSteps: [],
});
