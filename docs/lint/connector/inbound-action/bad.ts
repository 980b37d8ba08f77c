import { defineIntegration } from 'spm-connect';

export default defineIntegration({
  slug: 'acme',
  meta: { name: 'Acme', version: '1.0.0' },
  configSchema: { fields: [] },
  parseSettings: (raw) => raw,
  testConnection: async () => true,
  syncSteps: [],
  inbound: {
    'order/paid': (ctx) => ctx.logger.info('paid'), // <- connector/inbound-action
    'carte fidélité': (ctx) => ctx.logger.info('card'), // <- connector/inbound-action
  },
});
