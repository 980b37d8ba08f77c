/**
 * The life of one record at the API, as a step knows it. Pure. Rules F1, F2, X1 and X2.
 *
 *   sent      a version is about to go out, or is on its way
 *   settled   the API has answered for all requests with it: it has that version, or rejected it
 *   in doubt  settled, but a request with it may still arrive
 *   deleting  a deletion is about to go out, or is on its way
 *   gone      the API has nothing of the record; a deletion may still arrive
 */
import type { KnownRecord } from '../../ports/records.js';
import { ARRIVES_WITHIN_MS } from './in-doubt/limits.js';

const DAY = 24 * 60 * 60 * 1000;

/** Older fingerprints count as absent, so that everything is sent again from time to time. Rule F3. */
const FORGOTTEN_AFTER_MS = 30 * DAY;

/** Stands for the sent version while a deletion may arrive. It equals no fingerprint. */
const DELETION = 'deleted';

/** Stands for the sent version while several versions may arrive. */
const SEVERAL = 'several';

/** A record that the step does not know. */
export const UNKNOWN: KnownRecord = {
  hash: null,
  ackedAt: null,
  sentHash: null,
  sentAt: null,
  absent: true,
  generation: 0,
};

/** A version is about to be sent. Until the API answers, the API's version is unknown, so `hash` is null. */
export function sent(record: KnownRecord, hash: string, now: number): KnownRecord {
  const known = record.hash === hash ? hash : null;
  const sentHash = inDoubtUntil(record, hash, now) > 0 ? SEVERAL : hash;
  return { ...record, hash: known, sentHash, sentAt: now, absent: false };
}

/** The answer of the API to all requests with a version. */
export interface Answered {
  /** Fingerprint of the version; null when unknown. */
  hash: string | null;
  acknowledged: boolean;
  refused: boolean;
  /** One of its requests may still arrive, or arrive twice. */
  inDoubt: boolean;
  /** An earlier, different version may still arrive after it. */
  overtaken: boolean;
  /** The full run that read the record; null in any other run. */
  generation: number | null;
}

/** The API has answered. `before` is the record before this version was sent. */
export function settled(
  record: KnownRecord,
  before: KnownRecord,
  { hash, acknowledged, refused, inDoubt, overtaken, generation }: Answered,
  now: number,
): KnownRecord {
  const earlier = mayArrive(before, now) ? before : { sentHash: null, sentAt: null };
  const { sentHash, sentAt } = inDoubt ? record : earlier;
  return {
    // Without a fingerprint, the record is sent again at the next read.
    hash: refused || overtaken ? null : hash,
    ackedAt: refused || hash === null ? record.ackedAt : now,
    sentHash,
    sentAt,
    absent: before.absent && !acknowledged && sentAt === null,
    generation: Math.max(record.generation, generation ?? 0),
  };
}

/** A deletion is about to be sent. From now on, the next version of the record is always sent. */
export function deleting(record: KnownRecord, now: number): KnownRecord {
  return { ...record, hash: null, sentHash: DELETION, sentAt: now };
}

/** The API deleted the record. If the deletion was sent more than once, one may still arrive. */
export function gone(record: KnownRecord, now: number, inDoubt: boolean): KnownRecord {
  const doubt = inDoubt ? {} : { sentHash: null, sentAt: null };
  return { ...deleting(record, now), ...doubt, absent: true };
}

/** Whether the API has this version, acknowledged within the last 30 days. */
export function has(record: KnownRecord, hash: string, now: number): boolean {
  const { hash: known, ackedAt } = record;
  return known === hash && ackedAt !== null && now - ackedAt < FORGOTTEN_AFTER_MS;
}

/** Whether a request with the record may still arrive. */
export function mayArrive({ sentAt }: KnownRecord, now: number): boolean {
  return sentAt !== null && sentAt + ARRIVES_WITHIN_MS > now;
}

/** Until when a different version may still arrive; 0 when none may. */
export function inDoubtUntil({ sentHash, sentAt }: KnownRecord, hash: string, now: number): number {
  if (sentAt === null || sentHash === hash) return 0;
  // A future time, after the clock was set back, must not count as later than now.
  const until = Math.min(sentAt, now) + ARRIVES_WITHIN_MS;
  return until > now ? until : 0;
}
