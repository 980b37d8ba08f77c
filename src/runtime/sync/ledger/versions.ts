/** The versions of known records that one push sends: noted before they go out, and settled when the API has answered. */
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

/** A version that goes out. */
export interface Version {
  /** Its fingerprint. */
  hash: string;
  /** What was known before it went out. */
  before: KnownRecord;
  /** What is noted of it. */
  record: KnownRecord;
  /** Until when another version, sent before, may still arrive; 0 when none may. */
  overtakenUntil: number;
}

/** By key. */
export type Versions = Map<string, Version>;

/** What became of the records of a push, by their keys. */
export interface AnsweredKeys {
  readonly acknowledged: ReadonlySet<string>;
  readonly refused: ReadonlySet<string>;
  /** Of requests that may have arrived more than once, or may still. */
  readonly inDoubt: ReadonlySet<string>;
  /** Of records that another step, or an earlier run, sent another version of, which may still arrive. */
  readonly overtaken: ReadonlySet<string>;
}

export function versionOf(known: KnownRecord, hash: string, now: number): Version {
  const overtakenUntil = inDoubtUntil(known, hash, now);
  return { hash, before: known, record: known, overtakenUntil };
}

/** Notes versions in the store before they go out; gives when. Rule F2. */
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

/**
 * What is known of the versions that the API has answered for. `keepsHash` is false where a later run could not tell the
 * version again.
 */
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
