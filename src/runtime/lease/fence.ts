import type { Lease, LeaseRow } from '../ports/records.js';

/**
 * Whether the lease was neither taken over nor released. An expired lease that nobody took still counts as held,
 * because a write under it overwrites nothing. Rules L1 and L2.
 */
export function isHeld(row: LeaseRow | null, { owner, fence }: Lease): boolean {
  return row !== null && row.owner.id === owner.id && row.fence === fence && row.until > 0;
}
