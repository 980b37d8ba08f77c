import { SpmCustomers } from '@shopimind/sdk-js';
import { defineBulkStep, defineIntegration } from 'spm-connect';

const customers = defineBulkStep({
  entity: 'customers',
  async *stream({ window }) {
    yield { id: '1', email: 'ada@example.com', changed: window.since };
  },
  map: ({ id, email }) => ({ customer_id: id, email }),
  push: (ctx, records) => ctx.sendBulk(SpmCustomers.bulkSave, records),
  position: ({ id }) => id, // <- connector/checkpoints
});

export default defineIntegration({
  slug: 'acme',
  meta: { name: 'Acme', version: '1.0.0' },
  configSchema: { fields: [] },
  parseSettings: (raw) => raw,
  testConnection: async () => true,
  syncSteps: [customers],
});
