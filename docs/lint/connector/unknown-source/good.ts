import { SpmOrders } from '@shopimind/sdk-js';
import { defineIntegration } from 'spm-connect';

export default defineIntegration({
  slug: 'acme',
  meta: { name: 'Acme', version: '1.0.0' },
  configSchema: { fields: [] },
  parseSettings: (raw) => raw,
  testConnection: async () => true,
  provisioning: { dataSources: [{ key: 'stores', decl: { label: 'Stores', type: 'api' } }] },
  syncSteps: [
    {
      entity: 'orders',
      cursorScope: 'global',
      enabled: () => true,
      async run(ctx) {
        const { sent } = await ctx.withSource('stores').send(SpmOrders.bulkSave, []);
        return { items: sent, errors: [] };
      },
    },
  ],
});
