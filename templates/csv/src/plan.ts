import { defineCustomData, type OrderStatusDefinition, type ProvisioningPlan } from 'spm-connect';
import { CARD_TIERS, type ORDER_STATUSES } from './files.ts';

/** Key of the data source that every item is tagged with. */
export const SOURCE = 'files';

export const loyaltyCard = defineCustomData({
  name: 'Loyalty card',
  description: 'Cards of the loyalty programme, from the exported files.',
  // A card that is sent again updates its record instead of adding one.
  unique_keys: ['card_number'],
  fields: [
    { name: 'card_number', label: 'Card number', type: 'text', required: true },
    { name: 'contact', label: 'Contact', type: 'number', required: true },
    { name: 'tier', label: 'Tier', type: 'list', required: true, options: CARD_TIERS },
    { name: 'points', label: 'Points', type: 'number', required: true },
    { name: 'credit', label: 'Credit', type: 'decimal', required: true },
    { name: 'member_since', label: 'Member since', type: 'date', required: true },
    { name: 'last_used_at', label: 'Last used', type: 'datetime' },
    { name: 'active', label: 'Active', type: 'bool', required: true },
    { name: 'store', label: 'Home store', type: 'text' },
    { name: 'note', label: 'Note', type: 'longtext' },
  ],
  relationships: [{ sourceField: 'contact', targetSchemaType: 'system', targetSchema: 'contacts' }],
});

const statusNames: Record<(typeof ORDER_STATUSES)[number], { en: string; fr: string }> = {
  pending: { en: 'Awaiting payment', fr: 'En attente de paiement' },
  paid: { en: 'Paid', fr: 'Payée' },
  shipped: { en: 'Shipped', fr: 'Expédiée' },
  delivered: { en: 'Delivered', fr: 'Livrée' },
  cancelled: { en: 'Cancelled', fr: 'Annulée' },
  refunded: { en: 'Refunded', fr: 'Remboursée' },
};

/** The API keeps one row per status and language. */
const orderStatuses: OrderStatusDefinition[] = Object.entries(statusNames).flatMap(([id, names]) =>
  Object.entries(names).map(([lang, name]) => ({ status_id: id, lang, name })),
);

export const plan: ProvisioningPlan = {
  dataSources: [
    {
      key: SOURCE,
      decl: {
        label: 'CSV files',
        type: 'api',
        config: { connector: 'csv-files' },
        // This value identifies the source, even after someone changes its label.
        stableConfigKey: 'connector',
      },
    },
  ],
  customData: [loyaltyCard],
  events: [
    {
      code_name: 'loyalty_tier_changed',
      name: { en: 'Loyalty tier changed', fr: 'Niveau de fidélité changé' },
    },
  ],
  orderStatuses,
};
