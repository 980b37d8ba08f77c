import { SpmCustomers } from '@shopimind/sdk-js';
import { defineBulkStep, defineIntegration } from 'spm-connect';

async function* everyone() {
  yield { id: '1', email: 'ada@example.com' };
}

const customers = defineBulkStep({
  entity: 'customers',
  stream: () => everyone(), // <- connector/reads
  map: ({ id, email }) => ({ customer_id: id, email }),
  push: (ctx, records) => ctx.sendBulk(SpmCustomers.bulkSave, records),
  key: ({ customer_id }) => customer_id,
});

const members = defineBulkStep({
  entity: 'members',
  reads: 'snapshot',
  async *stream() {
    yield { id: '2', email: 'grace@example.com' };
  },
  map: ({ id, email }) => ({ customer_id: id, email }),
  push: (ctx, records) => ctx.sendBulk(SpmCustomers.bulkSave, records),
  key: ({ customer_id }) => customer_id,
  position: ({ id }) => id, // <- connector/reads
  order: 'asc', // <- connector/reads
});

export default defineIntegration({
  slug: 'acme',
  meta: { name: 'Acme', version: '1.0.0' },
  configSchema: { fields: [] },
  parseSettings: (raw) => raw,
  testConnection: async () => true,
  syncSteps: [customers, members],
});
