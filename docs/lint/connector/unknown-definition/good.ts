import { defineCustomData, defineIntegration } from 'spm-connect';

const card = defineCustomData({
  name: 'Loyalty card',
  unique_keys: ['number'],
  fields: [{ name: 'number', type: 'text', required: true }],
});

export default defineIntegration({
  slug: 'acme',
  meta: { name: 'Acme', version: '1.0.0' },
  configSchema: { fields: [] },
  parseSettings: (raw) => raw,
  testConnection: async () => true,
  provisioning: { customData: [card] },
  syncSteps: [
    {
      entity: 'orders',
      cursorScope: 'global',
      enabled: () => true,
      async run(ctx) {
        const { sent } = await ctx.customData(card).save([{ number: '1' }]);
        return { items: sent, errors: [] };
      },
    },
  ],
});
