import { defineBulkStep } from 'spm-connect';
import { type LoyaltyCardRow, loyaltyCardsFile } from '../files.ts';
import { type LoyaltyCard, toLoyaltyCard } from '../map/loyalty-card.ts';
import { loyaltyCard } from '../plan.ts';
import type { Settings } from '../settings.ts';
import { changedRows } from './changed-rows.ts';

export const loyaltyCards = defineBulkStep<Settings, LoyaltyCardRow, LoyaltyCard>({
  entity: 'loyalty_cards',
  stream: (ctx) => changedRows(ctx, loyaltyCardsFile),
  map: (row) => toLoyaltyCard(row),
  // Records of custom data belong to their definition; the API has no data source for them.
  push: (ctx, records) => ctx.customData(loyaltyCard).save(records),
  key: (record) => record.card_number,
});
