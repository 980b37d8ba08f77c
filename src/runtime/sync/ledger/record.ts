/**
 * The life of one record at the API, as a step knows it. Pure. Rules F1, F2, X1 and X2.
 *
 *   sent      a version is about to go out, or is on its way
 *   settled   the API has answered for all requests with it: it has that version, or refused it
 *   in doubt  as settled, and a request with it may still arrive
 *   deleting  a deletion is about to go out, or is on its way
 *   gone      the API has nothing of the record; a deletion may still arrive
 */
import type { KnownRecord } from '../../ports/records.js';
import { ARRIVES_WITHIN_MS } from './in-doubt/limits.js';

const DAY = 24 * 60 * 60 * 1000;

/** Older fingerprints count as absent: now and then the API gets everything again. Rule F3. */
const FORGOTTEN_AFTER_MS = 30 * DAY;

/** Stands for a version while a deletion may arrive: the fingerprint of no record. */
const DELETION = 'deleted';

/** Stands for a version while several different ones may arrive. */
const SEVERAL = 'several';

/** A record of which the step knows nothing. */
export const UNKNOWN: KnownRecord = {
  hash: null,
  ackedAt: null,
  sentHash: null,
  sentAt: null,
  absent: true,
  generation: 0,
};

/** A version goes out. Until the API answers, no other version is known to be there: no later note must hide that. */
export function sent(record: KnownRecord, hash: string, now: number): KnownRecord {
  const known = record.hash === hash ? hash : null;
  const sentHash = inDoubtUntil(record, hash, now) > 0 ? SEVERAL : hash;
  return { ...record, hash: known, sentHash, sentAt: now, absent: false };
}

/** What the API answered to all requests with a version. */
export interface Answered {
  /** Fingerprint of the version; null where it is not known. */
  hash: string | null;
  acknowledged: boolean;
  refused: boolean;
  /** One of the requests with it may still arrive, or arrive again. */
  inDoubt: boolean;
  /** Another version, sent before, may still arrive after it. */
  overtaken: boolean;
  /** The full run that read the record; null in any other. */
  generation: number | null;
}

/** The API has answered. `before` is the record as it was before the version went out. */
export function settled(
  record: KnownRecord,
  before: KnownRecord,
  { hash, acknowledged, refused, inDoubt, overtaken, generation }: Answered,
  now: number,
): KnownRecord {
  const earlier = mayArrive(before, now) ? before : { sentHash: null, sentAt: null };
  const { sentHash, sentAt } = inDoubt ? record : earlier;
  return {
    // Without a fingerprint it is sent again when it is read again.
    hash: refused || overtaken ? null : hash,
    ackedAt: refused || hash === null ? record.ackedAt : now,
    sentHash,
    sentAt,
    absent: before.absent && !acknowledged && sentAt === null,
    generation: Math.max(record.generation, generation ?? 0),
  };
}

/** A deletion goes out. From here on the next version of the record is sent again, whatever happens. */
export function deleting(record: KnownRecord, now: number): KnownRecord {
  return { ...record, hash: null, sentHash: DELETION, sentAt: now };
}

/** The API has deleted it. Where the deletion was sent more than once, one may still arrive. */
export function gone(record: KnownRecord, now: number, inDoubt: boolean): KnownRecord {
  const doubt = inDoubt ? {} : { sentHash: null, sentAt: null };
  return { ...deleting(record, now), ...doubt, absent: true };
}

/** Whether the API has this version, and had it lately. */
export function has(record: KnownRecord, hash: string, now: number): boolean {
  const { hash: known, ackedAt } = record;
  return known === hash && ackedAt !== null && now - ackedAt < FORGOTTEN_AFTER_MS;
}

/** Whether a request with the record may still arrive. */
export function mayArrive({ sentAt }: KnownRecord, now: number): boolean {
  return sentAt !== null && sentAt + ARRIVES_WITHIN_MS > now;
}

/** Until when another version than this may still arrive; 0 when none may. */
export function inDoubtUntil({ sentHash, sentAt }: KnownRecord, hash: string, now: number): number {
  if (sentAt === null || sentHash === hash) return 0;
  // One that is dated in the future, after the clock was set back, cannot arrive later than one of now.
  const until = Math.min(sentAt, now) + ARRIVES_WITHIN_MS;
  return until > now ? until : 0;
}
