import { defineIntegration, isoDaysAgo, SpmOrders } from 'spm-connect/kit';

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
      async run(ctx) {
        const { sent } = await ctx.sendBulk(SpmOrders.bulkSave, []);
        return { items: sent, errors: [], advanceCursorTo: new Date(isoDaysAgo(1)) };
      },
    },
  ],
});
