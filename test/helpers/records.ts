/** Rows of known records, for tests. */
import type { KnownRecord } from '../../src/runtime/ports/records.ts';
import { UNKNOWN } from '../../src/runtime/sync/ledger/record.ts';

/** A record with only the given facts. */
export function known(more: Partial<KnownRecord> = {}): KnownRecord {
  return { ...UNKNOWN, ...more };
}

/** A record whose version the API acknowledged at that time. */
export function acknowledged(hash: string, at: number, generation = 0): KnownRecord {
  return known({ hash, ackedAt: at, absent: false, generation });
}
