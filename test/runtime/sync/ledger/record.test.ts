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

describe('a record of which nothing is known', () => {
  it('is one that the API has nothing of, and that no full run has read', () => {
    expect(has(UNKNOWN, '1', T0)).toBe(false);
    expect(mayArrive(UNKNOWN, T0)).toBe(false);
    expect(inDoubtUntil(UNKNOWN, '1', T0)).toBe(0);
    expect(UNKNOWN).toMatchObject({ absent: true, generation: 0 });
  });
});

describe('a version that is sent', () => {
  it('is noted as one that may arrive, and not as one that is there', () => {
    expect(sent(UNKNOWN, '1', T0)).toEqual({
      ...{ hash: null, ackedAt: null, sentHash: '1', sentAt: T0, absent: false, generation: 0 },
    });
  });

  it('is the only one that is known from then on, whatever is sent after that', () => {
    const second = sent(acknowledged('1', T0), '2', AT);
    expect(second).toMatchObject({ hash: null, ackedAt: T0, sentHash: '2', sentAt: AT });
    // A second note of what is about to be sent hides the first: version 1 must not be taken for the one that is there.
    expect(sent(second, '1', AT + 1)).toMatchObject({ hash: null, sentAt: AT + 1 });
  });

  it('makes every version doubtful while another one may arrive', () => {
    const both = sent(sent(UNKNOWN, '1', T0), '2', AT);
    for (const hash of ['1', '2'])
      expect(inDoubtUntil(both, hash, AT)).toBe(AT + ARRIVES_WITHIN_MS);
    const alone = sent(sent(UNKNOWN, '1', T0), '2', T0 + ARRIVES_WITHIN_MS);
    expect(inDoubtUntil(alone, '2', T0 + ARRIVES_WITHIN_MS)).toBe(0);
  });

  it('leaves what is known where it is the same version', () => {
    expect(sent(acknowledged('1', T0), '1', AT)).toMatchObject({ hash: '1', sentHash: '1' });
  });

  it('counts from when it was noted last', () => {
    expect(sent(sent(UNKNOWN, '1', T0), '1', T0 + 5)).toMatchObject({ sentAt: T0 + 5 });
  });

  it('may be there: the record is not absent any more, also where it was deleted', () => {
    expect(sent(gone(acknowledged('1', T0), T0, true), '2', AT)).toMatchObject({ absent: false });
  });

  it('leaves alone which full run has read the record', () => {
    expect(sent(acknowledged('1', T0, 7), '2', AT)).toMatchObject({ generation: 7 });
  });
});

describe('a version that is settled', () => {
  const first = sent(UNKNOWN, '1', T0);
  const over = sent(acknowledged('1', T0), '2', T0);

  it('is there once it is acknowledged, and leaves nothing that may arrive', () => {
    expect(settled(first, UNKNOWN, answered(), AT)).toEqual(acknowledged('1', AT));
  });

  it('is not there once it is refused, nor is the one before it', () => {
    const refused = settled(over, acknowledged('1', T0), answered({ hash: '2', ...REFUSED }), AT);
    expect(refused).toEqual({ ...acknowledged('1', T0), hash: null });
  });

  it('is not there where it was acknowledged in part and refused in part', () => {
    const both = { acknowledged: true, refused: true };
    expect(settled(first, UNKNOWN, answered(both), AT)).toMatchObject({
      ...{ hash: null, ackedAt: null, absent: false },
    });
  });

  it('is none that could be told where its fingerprint is not known', () => {
    const replayed = settled(over, acknowledged('1', T0), answered({ hash: null }), AT);
    expect(replayed).toMatchObject({ hash: null, ackedAt: T0, sentHash: null, sentAt: null });
  });

  it('stays noted as one that may arrive where it is in doubt', () => {
    expect(settled(first, UNKNOWN, answered({ inDoubt: true }), AT)).toMatchObject({
      ...{ hash: '1', ackedAt: AT, sentHash: '1', sentAt: T0 },
    });
  });

  it('has no fingerprint where another version may arrive after it, so that it is sent again', () => {
    const before = sent(acknowledged('1', T0), '2', T0);
    const after = settled(
      sent(before, '3', AT),
      before,
      answered({ hash: '3', overtaken: true }),
      AT,
    );
    expect(after).toMatchObject({ hash: null, ackedAt: AT, sentHash: '2', sentAt: T0 });
  });

  it('leaves no doubt of an earlier request once that cannot arrive any more', () => {
    const later = T0 + ARRIVES_WITHIN_MS;
    const before = sent(UNKNOWN, '1', T0);
    const after = settled(sent(before, '1', later - 1), before, answered(), later);
    expect(after).toEqual(acknowledged('1', later));
  });

  it('says which full run has read the record, and never an older one', () => {
    const by = (generation: number | null) =>
      settled(known({ generation: 5 }), UNKNOWN, answered({ generation }), AT).generation;
    expect([by(7), by(3), by(null)]).toEqual([7, 5, 5]);
  });
});

describe('a record that the API has nothing of', () => {
  const refuse = (before: KnownRecord, more: Partial<Answered> = {}) =>
    settled(sent(before, '1', T0), before, answered({ ...REFUSED, ...more }), AT);

  it('is told apart, until something is sent that it may take', () => {
    const refused = refuse(UNKNOWN);
    expect(refused.absent).toBe(true);
    expect(sent(refused, '2', AT).absent).toBe(false);
    expect(refuse(refused).absent).toBe(true);
    expect(settled(sent(refused, '2', AT), refused, answered(), AT).absent).toBe(false);
  });

  it('is none of which it may have an earlier version', () => {
    expect(refuse(acknowledged('1', T0)).absent).toBe(false);
  });

  it('is none of which a request may still arrive, or which it took in part', () => {
    expect(refuse(UNKNOWN, { inDoubt: true }).absent).toBe(false);
    expect(refuse(UNKNOWN, { acknowledged: true }).absent).toBe(false);
  });
});

describe('a record that is deleted', () => {
  it('has no version any more from the moment it is decided, and one that may arrive: none', () => {
    const record = deleting(acknowledged('1', T0, 3), AT);
    expect(record).toMatchObject({ hash: null, ackedAt: T0, sentAt: AT, generation: 3 });
    expect(record.sentHash).not.toBeNull();
    // The API has it until the deletion has arrived.
    expect(record.absent).toBe(false);
    expect(inDoubtUntil(record, '1', AT)).toBe(AT + ARRIVES_WITHIN_MS);
  });

  it('is nothing that the API has once it is gone, and may be deleted once more by a late request', () => {
    const record = gone(deleting(acknowledged('1', T0, 3), T0), AT, true);
    expect(record).toMatchObject({ hash: null, sentAt: AT, absent: true, generation: 3 });
    expect(inDoubtUntil(record, '1', AT)).toBe(AT + ARRIVES_WITHIN_MS);
  });

  it('cannot be deleted once more where its only deletion was answered', () => {
    const record = gone(deleting(acknowledged('1', T0, 3), T0), AT, false);
    expect(record).toMatchObject({ hash: null, sentHash: null, sentAt: null, absent: true });
  });

  it('can come back', () => {
    const record = gone(acknowledged('1', T0), T0, false);
    const back = settled(sent(record, '1', AT), record, answered({ generation: 2 }), AT);
    expect(back).toEqual(acknowledged('1', AT, 2));
  });
});

describe('F3: what the API has', () => {
  it('is the version that it acknowledged, for 30 days', () => {
    const record = acknowledged('1', T0);
    expect(has(record, '1', T0)).toBe(true);
    expect(has(record, '2', T0)).toBe(false);
    expect(has(record, '1', T0 + 30 * DAY - 1)).toBe(true);
    expect(has(record, '1', T0 + 30 * DAY)).toBe(false);
  });

  it('is nothing where it is not known when it acknowledged it', () => {
    expect(has(known({ hash: '1' }), '1', MINUTE)).toBe(false);
  });
});

describe('F2: a version that may still arrive', () => {
  const record = sent(UNKNOWN, '1', T0);

  it('may do so for as long as a request can take', () => {
    expect(mayArrive(record, T0 + ARRIVES_WITHIN_MS - 1)).toBe(true);
    expect(mayArrive(record, T0 + ARRIVES_WITHIN_MS)).toBe(false);
  });

  it('may take the place of another version, until it cannot come any more', () => {
    const end = T0 + ARRIVES_WITHIN_MS;
    expect(inDoubtUntil(record, '2', T0)).toBe(end);
    expect(inDoubtUntil(record, '2', end - 1)).toBe(end);
    expect(inDoubtUntil(record, '2', end)).toBe(0);
  });

  it('does no harm to itself', () => {
    expect(inDoubtUntil(record, '1', T0)).toBe(0);
  });

  it('is in doubt no longer than any other after the clock was set back', () => {
    expect(inDoubtUntil(record, '2', T0 - DAY)).toBe(T0 - DAY + ARRIVES_WITHIN_MS);
  });
});
