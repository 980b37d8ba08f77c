import { describe, expect, it } from 'vitest';
import type { KnownRecord } from '../../../../src/runtime/ports/records.ts';
import { ARRIVES_WITHIN_MS } from '../../../../src/runtime/sync/ledger/in-doubt/limits.ts';
import {
  type Answered,
  deleting,
  gone,
  has,
  inDoubtUntil,
  mayArrive,
  sent,
  settled,
  UNKNOWN,
} from '../../../../src/runtime/sync/ledger/record.ts';
import { acknowledged, known } from '../../../helpers/records.ts';
import { DAY, MINUTE, T0 } from '../../../helpers/syncBench.ts';

const AT = T0 + MINUTE;

const answered = (more: Partial<Answered> = {}): Answered => ({
  hash: '1',
  acknowledged: true,
  refused: false,
  inDoubt: false,
  overtaken: false,
  generation: null,
  ...more,
});
const REFUSED = { acknowledged: false, refused: true };

describe('an unknown record', () => {
  it('is absent at the API, and no full run has read it', () => {
    expect(has(UNKNOWN, '1', T0)).toBe(false);
    expect(mayArrive(UNKNOWN, T0)).toBe(false);
    expect(inDoubtUntil(UNKNOWN, '1', T0)).toBe(0);
    expect(UNKNOWN).toMatchObject({ absent: true, generation: 0 });
  });
});

describe('a version that is sent', () => {
  it('counts as one that may arrive, and not as one that is there', () => {
    expect(sent(UNKNOWN, '1', T0)).toEqual({
      ...{ hash: null, ackedAt: null, sentHash: '1', sentAt: T0, absent: false, generation: 0 },
    });
  });

  it('is the only known version from then on, whatever is sent later', () => {
    const second = sent(acknowledged('1', T0), '2', AT);
    expect(second).toMatchObject({ hash: null, ackedAt: T0, sentHash: '2', sentAt: AT });
    // The second recording hides the first, so version 1 must not count as the one at the API.
    expect(sent(second, '1', AT + 1)).toMatchObject({ hash: null, sentAt: AT + 1 });
  });

  it('puts every version in doubt while another one may arrive', () => {
    const both = sent(sent(UNKNOWN, '1', T0), '2', AT);
    for (const hash of ['1', '2'])
      expect(inDoubtUntil(both, hash, AT)).toBe(AT + ARRIVES_WITHIN_MS);
    const alone = sent(sent(UNKNOWN, '1', T0), '2', T0 + ARRIVES_WITHIN_MS);
    expect(inDoubtUntil(alone, '2', T0 + ARRIVES_WITHIN_MS)).toBe(0);
  });

  it('changes nothing when the same version is known', () => {
    expect(sent(acknowledged('1', T0), '1', AT)).toMatchObject({ hash: '1', sentHash: '1' });
  });

  it('counts from the latest time at which it was recorded', () => {
    expect(sent(sent(UNKNOWN, '1', T0), '1', T0 + 5)).toMatchObject({ sentAt: T0 + 5 });
  });

  it('may be there: the record is no longer absent, even after a deletion', () => {
    expect(sent(gone(acknowledged('1', T0), T0, true), '2', AT)).toMatchObject({ absent: false });
  });

  it('keeps the full run that read the record', () => {
    expect(sent(acknowledged('1', T0, 7), '2', AT)).toMatchObject({ generation: 7 });
  });
});

describe('a version that is settled', () => {
  const first = sent(UNKNOWN, '1', T0);
  const over = sent(acknowledged('1', T0), '2', T0);

  it('is there once it is acknowledged, and nothing may still arrive', () => {
    expect(settled(first, UNKNOWN, answered(), AT)).toEqual(acknowledged('1', AT));
  });

  it('is not there once it is rejected, nor is the version before it', () => {
    const refused = settled(over, acknowledged('1', T0), answered({ hash: '2', ...REFUSED }), AT);
    expect(refused).toEqual({ ...acknowledged('1', T0), hash: null });
  });

  it('is not there when one part was acknowledged and another rejected', () => {
    const both = { acknowledged: true, refused: true };
    expect(settled(first, UNKNOWN, answered(both), AT)).toMatchObject({
      ...{ hash: null, ackedAt: null, absent: false },
    });
  });

  it('has no hash when its fingerprint is unknown', () => {
    const replayed = settled(over, acknowledged('1', T0), answered({ hash: null }), AT);
    expect(replayed).toMatchObject({ hash: null, ackedAt: T0, sentHash: null, sentAt: null });
  });

  it('stays one that may arrive while it is in doubt', () => {
    expect(settled(first, UNKNOWN, answered({ inDoubt: true }), AT)).toMatchObject({
      ...{ hash: '1', ackedAt: AT, sentHash: '1', sentAt: T0 },
    });
  });

  it('has no fingerprint when another version may arrive later, so that it is sent again', () => {
    const before = sent(acknowledged('1', T0), '2', T0);
    const after = settled(
      sent(before, '3', AT),
      before,
      answered({ hash: '3', overtaken: true }),
      AT,
    );
    expect(after).toMatchObject({ hash: null, ackedAt: AT, sentHash: '2', sentAt: T0 });
  });

  it('is no longer in doubt once an earlier request cannot arrive', () => {
    const later = T0 + ARRIVES_WITHIN_MS;
    const before = sent(UNKNOWN, '1', T0);
    const after = settled(sent(before, '1', later - 1), before, answered(), later);
    expect(after).toEqual(acknowledged('1', later));
  });

  it('keeps the latest full run that read the record', () => {
    const by = (generation: number | null) =>
      settled(known({ generation: 5 }), UNKNOWN, answered({ generation }), AT).generation;
    expect([by(7), by(3), by(null)]).toEqual([7, 5, 5]);
  });
});

describe('an absent record', () => {
  const refuse = (before: KnownRecord, more: Partial<Answered> = {}) =>
    settled(sent(before, '1', T0), before, answered({ ...REFUSED, ...more }), AT);

  it('stays absent until something is sent that the API may accept', () => {
    const refused = refuse(UNKNOWN);
    expect(refused.absent).toBe(true);
    expect(sent(refused, '2', AT).absent).toBe(false);
    expect(refuse(refused).absent).toBe(true);
    expect(settled(sent(refused, '2', AT), refused, answered(), AT).absent).toBe(false);
  });

  it('is not one with an earlier version at the API', () => {
    expect(refuse(acknowledged('1', T0)).absent).toBe(false);
  });

  it('is not one with a request that may arrive, or with an accepted part', () => {
    expect(refuse(UNKNOWN, { inDoubt: true }).absent).toBe(false);
    expect(refuse(UNKNOWN, { acknowledged: true }).absent).toBe(false);
  });
});

describe('a deleted record', () => {
  it('has no version once the deletion is decided; the deletion may arrive', () => {
    const record = deleting(acknowledged('1', T0, 3), AT);
    expect(record).toMatchObject({ hash: null, ackedAt: T0, sentAt: AT, generation: 3 });
    expect(record.sentHash).not.toBeNull();
    // The API has it until the deletion has arrived.
    expect(record.absent).toBe(false);
    expect(inDoubtUntil(record, '1', AT)).toBe(AT + ARRIVES_WITHIN_MS);
  });

  it('is absent once it is gone, and a late request may delete it again', () => {
    const record = gone(deleting(acknowledged('1', T0, 3), T0), AT, true);
    expect(record).toMatchObject({ hash: null, sentAt: AT, absent: true, generation: 3 });
    expect(inDoubtUntil(record, '1', AT)).toBe(AT + ARRIVES_WITHIN_MS);
  });

  it('cannot be deleted again when its only deletion was answered', () => {
    const record = gone(deleting(acknowledged('1', T0, 3), T0), AT, false);
    expect(record).toMatchObject({ hash: null, sentHash: null, sentAt: null, absent: true });
  });

  it('can come back', () => {
    const record = gone(acknowledged('1', T0), T0, false);
    const back = settled(sent(record, '1', AT), record, answered({ generation: 2 }), AT);
    expect(back).toEqual(acknowledged('1', AT, 2));
  });
});

describe('F3: the version at the API', () => {
  it('is the acknowledged one, for 30 days', () => {
    const record = acknowledged('1', T0);
    expect(has(record, '1', T0)).toBe(true);
    expect(has(record, '2', T0)).toBe(false);
    expect(has(record, '1', T0 + 30 * DAY - 1)).toBe(true);
    expect(has(record, '1', T0 + 30 * DAY)).toBe(false);
  });

  it('is unknown when the time of its acknowledgement is unknown', () => {
    expect(has(known({ hash: '1' }), '1', MINUTE)).toBe(false);
  });
});

describe('F2: a version that may still arrive', () => {
  const record = sent(UNKNOWN, '1', T0);

  it('may arrive for as long as a request can take', () => {
    expect(mayArrive(record, T0 + ARRIVES_WITHIN_MS - 1)).toBe(true);
    expect(mayArrive(record, T0 + ARRIVES_WITHIN_MS)).toBe(false);
  });

  it('may replace another version until it can no longer arrive', () => {
    const end = T0 + ARRIVES_WITHIN_MS;
    expect(inDoubtUntil(record, '2', T0)).toBe(end);
    expect(inDoubtUntil(record, '2', end - 1)).toBe(end);
    expect(inDoubtUntil(record, '2', end)).toBe(0);
  });

  it('cannot replace itself', () => {
    expect(inDoubtUntil(record, '1', T0)).toBe(0);
  });

  it('is not in doubt for longer after the clock was set back', () => {
    expect(inDoubtUntil(record, '2', T0 - DAY)).toBe(T0 - DAY + ARRIVES_WITHIN_MS);
  });
});
