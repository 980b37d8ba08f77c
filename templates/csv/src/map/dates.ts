import type { TimeSpan } from 'spm-connect';

interface Dated {
  created_at: TimeSpan | null;
  updated_at: TimeSpan | null;
}

/** The API wants both dates of everything. Where the file has none, this one says "unknown". */
const UNKNOWN = new Date(0);

/** ISO-8601 in UTC, each standing in for the other where one is empty. */
export function toDates(row: Dated): { created_at: string; updated_at: string } {
  const created = row.created_at?.from ?? row.updated_at?.from ?? UNKNOWN;
  return {
    created_at: created.toISOString(),
    updated_at: (row.updated_at?.from ?? created).toISOString(),
  };
}
