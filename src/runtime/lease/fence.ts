import type { Lease, LeaseRow } from '../ports/records.js';

/**
 * Whether a lease still is what the store says: nobody took it over, and it was not released. One that ran out and that
 * nobody took is held: what is written under it overwrites nobody. Rules L1 and L2.
 */
export function isHeld(row: LeaseRow | null, { owner, fence }: Lease): boolean {
  return row !== null && row.owner.id === owner.id && row.fence === fence && row.until > 0;
}
