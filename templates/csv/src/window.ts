import type { SyncWindow } from 'spm-connect';

export interface Dated {
  created_at: Date | null;
  updated_at: Date | null;
}

/**
 * Whether a row changed inside the half-open window: since <= changed < until. A row that was never updated
 * changed when it was created, and one without any date belongs to every window: better twice than never.
 */
export function isInWindow(row: Dated, { since, until }: SyncWindow): boolean {
  const changed = row.updated_at ?? row.created_at;
  if (changed === null) return true;
  return (since === null || changed >= since) && changed < until;
}
