import type { CustomDataRecord } from 'spm-connect';
import type { LoyaltyCardRow } from '../files.ts';
import type { loyaltyCard } from '../plan.ts';

export type LoyaltyCard = CustomDataRecord<typeof loyaltyCard>;

export function toLoyaltyCard(row: LoyaltyCardRow): LoyaltyCard {
  return {
    card_number: row.card_number,
    // The API looks the contact up by the shop's own customer id.
    contact: { by: 'id_customer', value: row.customer_id },
    tier: row.tier,
    points: row.points,
    credit: row.credit,
    member_since: row.member_since,
    last_used_at: row.last_used_at?.from.toISOString() ?? null,
    active: row.active,
    store: row.store,
    note: row.note,
  };
}
