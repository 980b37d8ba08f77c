import type { TimeSpan } from 'spm-connect';

interface Dated {
  created_at: TimeSpan | null;
  updated_at: TimeSpan | null;
}

/** The API requires both dates. If the file has neither, this date means "unknown". */
const UNKNOWN = new Date(0);

/** ISO-8601 in UTC. If one date is empty, the other is used for both. */
export function toDates(row: Dated): { created_at: string; updated_at: string } {
  const created = row.created_at?.from ?? row.updated_at?.from ?? UNKNOWN;
  return {
    created_at: created.toISOString(),
    updated_at: (row.updated_at?.from ?? created).toISOString(),
  };
}
