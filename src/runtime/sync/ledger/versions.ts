/** The versions that one push sends: recorded before they go out, settled by the answer of the API. */
import type { Clock } from '../../ports/engine.js';
import type { CursorKey, KnownRecord, Lease } from '../../ports/records.js';
import type { Store } from '../../ports/store.js';
import { inDoubtUntil, sent, settled } from './record.js';

export interface Ledger {
  store: Store;
  clock: Clock;
  lease: { current(): Lease };
  key: CursorKey;
}

/** A version to send. */
export interface Version {
  /** The fingerprint of the version. */
  hash: string;
  /** The record as it was known before this version. */
  before: KnownRecord;
  /** The record as it is now stored. */
  record: KnownRecord;
  /** Until when an earlier version may still arrive; 0 when none may. */
  overtakenUntil: number;
}

/** By key. */
export type Versions = Map<string, Version>;

/** The outcome of a push, as sets of record keys. */
export interface AnsweredKeys {
  readonly acknowledged: ReadonlySet<string>;
  readonly refused: ReadonlySet<string>;
  /** Records of requests that may have arrived twice, or may still arrive. */
  readonly inDoubt: ReadonlySet<string>;
  /** Records with another version, sent by another step or run, that may still arrive. */
  readonly overtaken: ReadonlySet<string>;
}

export function versionOf(known: KnownRecord, hash: string, now: number): Version {
  const overtakenUntil = inDoubtUntil(known, hash, now);
  return { hash, before: known, record: known, overtakenUntil };
}

/** Records the versions in the store before they go out, and returns the time. Rule F2. */
export async function noteSent(
  { store, clock, lease, key }: Ledger,
  versions: Versions,
): Promise<number> {
  const now = clock.now();
  for (const version of versions.values()) version.record = sent(version.record, version.hash, now);
  const put = new Map([...versions].map(([name, { record }]) => [name, record]));
  if (put.size > 0) await store.fenced.putRecords(lease.current(), key, { put });
  return now;
}

/** The known records after the API answered. `keepsHash` is false when a later run cannot reproduce the hash. */
export function settleVersions(
  versions: Versions,
  { acknowledged, refused, inDoubt, overtaken }: AnsweredKeys,
  now: number,
  { generation, keepsHash = true }: { generation: number | null; keepsHash?: boolean },
): Map<string, KnownRecord> {
  const put = new Map<string, KnownRecord>();
  for (const [key, { hash, before, record, overtakenUntil }] of versions) {
    if (!acknowledged.has(key) && !refused.has(key)) continue;
    const answered = {
      hash: keepsHash ? hash : null,
      acknowledged: acknowledged.has(key),
      refused: refused.has(key),
      inDoubt: inDoubt.has(key),
      overtaken: overtakenUntil > 0 || overtaken.has(key),
      generation,
    };
    put.set(key, settled(record, before, answered, now));
  }
  return put;
}
