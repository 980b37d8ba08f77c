import { defineIntegration } from 'spm-connect';
import { matchingFiles } from './csv/matching.ts';
import { checkHeader } from './csv/table.ts';
import { exportFiles } from './files.ts';
import { plan } from './plan.ts';
import { configSchema, parseSettings, type Settings } from './settings.ts';
import { customers } from './steps/customers.ts';
import { loyaltyCards } from './steps/loyalty-cards.ts';
import { orders } from './steps/orders.ts';
import { products } from './steps/products.ts';

export default defineIntegration<Settings>({
  slug: 'csv-files',
  meta: {
    name: 'CSV files',
    version: '0.1.0',
    short_description: {
      en: 'Customers, products, orders and loyalty cards from exported files.',
      fr: 'Clients, produits, commandes et cartes de fidélité depuis des fichiers exportés.',
    },
  },
  configSchema,
  parseSettings,
  async testConnection({ settings }) {
    for (const { entity, columns } of exportFiles) {
      for (const path of await matchingFiles(settings.folder, settings.files[entity]))
        await checkHeader(path, columns, settings.dialect);
    }
    return true;
  },
  provisioning: plan,
  // The order matters: a card finds its contact through the customer, and an order refers to customers and
  // products.
  syncSteps: [customers, products, orders, loyaltyCards],
});
