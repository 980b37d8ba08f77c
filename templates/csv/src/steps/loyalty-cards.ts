import { defineBulkStep } from 'spm-connect';
import { type LoyaltyCardRow, loyaltyCardsFile } from '../files.ts';
import { type LoyaltyCard, toLoyaltyCard } from '../map/loyalty-card.ts';
import { loyaltyCard } from '../plan.ts';
import type { Settings } from '../settings.ts';
import { changedAt, rowsOf } from './rows.ts';

export const loyaltyCards = defineBulkStep<Settings, LoyaltyCardRow, LoyaltyCard>({
  entity: 'loyalty_cards',
  reads: 'snapshot',
  stream: (ctx) => rowsOf(ctx, loyaltyCardsFile),
  changedAt,
  map: (row) => toLoyaltyCard(row),
  // Records of custom data belong to their definition; the API has no data source for them.
  push: (ctx, records) => ctx.customData(loyaltyCard).save(records),
  key: (record) => record.card_number,
});
