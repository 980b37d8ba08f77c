import {
  type CustomDataRecord,
  defineBulkStep,
  defineCustomData,
  defineIntegration,
} from 'spm-connect';
import { fetchStores, type PartnerStore } from './stores.ts';

interface Settings {
  country: string;
}

export const store = defineCustomData({
  name: 'Store',
  unique_keys: ['code'],
  fields: [
    { name: 'code', label: 'Code', type: 'text', required: true },
    { name: 'city', label: 'City', type: 'text', required: true },
    { name: 'opened_on', label: 'Opened on', type: 'date' },
  ],
});

const stores = defineBulkStep<Settings, PartnerStore, CustomDataRecord<typeof store>>({
  entity: 'stores',
  // The partner's list has no dates: each run reads all of it, and sends the changes.
  reads: 'snapshot',
  stream: (ctx) => fetchStores(ctx.settings.country),
  map: ({ id, town, opened }) => ({ code: id, city: town, opened_on: opened }),
  push: (ctx, records) => ctx.customData(store).save(records),
  key: (record) => record.code,
});

export default defineIntegration<Settings>({
  slug: 'minimal-connector',
  meta: { name: 'Minimal connector', version: '0.1.0' },
  configSchema: {
    fields: [{ key: 'country', type: 'text', label: 'Country code', required: true }],
  },
  parseSettings({ country }) {
    if (typeof country === 'string' && /^[A-Z]{2}$/.test(country)) return { country };
    throw new Error(
      `country is ${JSON.stringify(country)}, but must be two capitals, such as "FR"`,
    );
  },
  // Replace this by a call that fails when the merchant's settings do not work.
  testConnection: async () => true,
  provisioning: { customData: [store] },
  syncSteps: [stores],
});
