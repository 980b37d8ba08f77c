/** Properties of a record after any sequence of events. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KnownRecord } from '../../../../src/runtime/ports/records.ts';
import { ARRIVES_WITHIN_MS } from '../../../../src/runtime/sync/ledger/in-doubt/limits.ts';
import {
  deleting,
  gone,
  has,
  inDoubtUntil,
  mayArrive,
  sent,
  settled,
  UNKNOWN,
} from '../../../../src/runtime/sync/ledger/record.ts';
import { MINUTE, T0 } from '../../../helpers/syncBench.ts';

const HASHES = ['1', '2', '3'];
const hash = fc.constantFrom(...HASHES);

/** A push: a version is sent once or more often, and is answered in the end, or not. */
const push = fc.record({
  kind: fc.constant('push' as const),
  hash,
  notes: fc.integer({ min: 1, max: 3 }),
  answer: fc.option(
    fc.record({ acknowledged: fc.boolean(), refused: fc.boolean(), inDoubt: fc.boolean() }),
  ),
  generation: fc.option(fc.integer({ min: 1, max: 9 })),
});
const deletion = fc.record({
  kind: fc.constant('delete' as const),
  arrives: fc.boolean(),
  inDoubt: fc.boolean(),
});
const act = fc.record({
  does: fc.oneof({ weight: 4, arbitrary: push }, deletion),
  after: fc.oneof(fc.integer({ min: 0, max: 1000 }), fc.constant(ARRIVES_WITHIN_MS), fc.nat()),
});
type Of<A> = A extends fc.Arbitrary<infer T> ? T : never;
type Push = Of<typeof push>;
type Deletion = Of<typeof deletion>;

/** One transition: the event, and the record before and after it. */
interface Moment {
  how: 'sent' | 'settled' | 'deleting' | 'gone';
  before: KnownRecord;
  after: KnownRecord;
  /** The record before the version of this event was sent. */
  selected: KnownRecord;
  now: number;
  hash: string | null;
  act: Push | Deletion;
}

function live(acts: readonly Of<typeof act>[]): Moment[] {
  const moments: Moment[] = [];
  let record = UNKNOWN;
  let selected = UNKNOWN;
  let now = T0;
  const go = (how: Moment['how'], after: KnownRecord, act: Push | Deletion) => {
    const hash = act.kind === 'push' ? act.hash : null;
    moments.push({ how, before: record, after, selected, now, hash, act });
    record = after;
  };
  for (const { does, after } of acts) {
    now += after;
    selected = record;
    if (does.kind === 'delete') {
      go('deleting', deleting(record, now), does);
      if (does.arrives) go('gone', gone(record, now, does.inDoubt), does);
      continue;
    }
    const overtaken = inDoubtUntil(record, does.hash, now) > 0;
    for (let n = 0; n < does.notes; n++) go('sent', sent(record, does.hash, now + n), does);
    const { answer, generation } = does;
    // An answered version is acknowledged or rejected; a selection settles nothing else.
    if (!answer || (!answer.acknowledged && !answer.refused)) continue;
    const given = { hash: does.hash, ...answer, overtaken, generation };
    go('settled', settled(record, selected, given, now), does);
  }
  return moments;
}

const holds = (check: (moment: Moment) => void) =>
  fc.assert(
    fc.property(fc.array(act, { minLength: 1, maxLength: 12 }), (acts) => {
      for (const moment of live(acts)) check(moment);
    }),
    { numRuns: 500 },
  );
const isFree = (record: KnownRecord, now: number) =>
  HASHES.filter((one) => inDoubtUntil(record, one, now) === 0);

describe('a record after any sequence of events', () => {
  it('has only the last version sent, until that is acknowledged', () => {
    holds(({ how, before, after, hash }) => {
      if (how === 'sent' && before.hash !== hash) expect(after.hash).toBeNull();
      if (before.hash === null && after.hash !== null)
        expect([how, after.hash]).toEqual(['settled', hash]);
      if (after.sentHash !== null && after.hash !== null) expect(after.hash).toBe(after.sentHash);
    });
  });

  it('may still get a late version over every other version', () => {
    holds(({ after, now }) => {
      const { sentHash, sentAt } = after;
      if (sentAt === null) return expect(isFree(after, now)).toEqual(HASHES);
      const end = sentAt + ARRIVES_WITHIN_MS;
      expect(isFree(after, end - 1)).toEqual(HASHES.filter((one) => one === sentHash));
      expect(isFree(after, end)).toEqual(HASHES);
    });
  });

  it('is in doubt no longer than a request can take, wherever the clock stands', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 12 }), fc.integer(), hash, (acts, drift, one) => {
        const record = live(acts).at(-1)?.after ?? UNKNOWN;
        const now = T0 + drift;
        const until = inDoubtUntil(record, one, now);
        if (until !== 0) expect(until).toBeGreaterThan(now);
        expect(until).toBeLessThanOrEqual(now + ARRIVES_WITHIN_MS);
      }),
    );
  });

  it('is in doubt, once settled, only as long as one of its requests may arrive', () => {
    holds(({ how, before, after, selected, now, act }) => {
      if (how !== 'settled' || act.kind !== 'push') return;
      const { sentHash, sentAt } = act.answer?.inDoubt ? before : selected;
      const may = act.answer?.inDoubt || mayArrive(selected, now);
      expect([after.sentHash, after.sentAt]).toEqual(may ? [sentHash, sentAt] : [null, null]);
    });
  });

  it('has a version at the API only while the last answer accepted it', () => {
    holds(({ how, after, selected, now, hash, act }) => {
      if (how !== 'settled' || act.kind !== 'push' || hash === null) return;
      const isOvertaken = inDoubtUntil(selected, hash, now) > 0;
      expect(has(after, hash, now)).toBe(!act.answer?.refused && !isOvertaken);
    });
  });

  it('is absent when the API cannot have it: always once deleted, never while something may arrive', () => {
    holds(({ how, before, after, act }) => {
      if (how === 'gone') expect(after.absent).toBe(true);
      if (how === 'sent') expect(after.absent).toBe(false);
      if (how === 'deleting') expect(after.absent).toBe(before.absent);
      if (how !== 'settled' || act.kind !== 'push') return;
      if (act.answer?.acknowledged || after.sentAt !== null || after.hash !== null)
        expect(after.absent).toBe(false);
    });
  });

  it('becomes absent by an answer only if the API cannot have accepted anything since the deletion', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 12 }), (acts) => {
        let mayHave = false;
        for (const { how, after, act } of live(acts)) {
          if (how === 'gone') mayHave = false;
          if (how === 'settled' && after.absent) expect(mayHave).toBe(false);
          const { answer } = act.kind === 'push' ? act : { answer: null };
          const refused = answer?.refused && !answer.acknowledged && !answer.inDoubt;
          if (how === 'sent' && !refused) mayHave = true;
        }
      }),
      { numRuns: 500 },
    );
  });

  it('never goes back to an older full run, and keeps the time of the last answer', () => {
    holds(({ how, before, after, now, act }) => {
      expect(after.generation).toBeGreaterThanOrEqual(before.generation);
      if (how !== 'settled') expect(after.generation).toBe(before.generation);
      const refused = act.kind === 'push' && act.answer?.refused;
      expect(after.ackedAt).toBe(how === 'settled' && !refused ? now : before.ackedAt);
    });
  });

  it('is never mutated', () => {
    const frozen = Object.freeze({ ...UNKNOWN });
    const given = { hash: '1', acknowledged: true, refused: false, inDoubt: false };
    const changed = [
      sent(frozen, '1', T0),
      settled(frozen, frozen, { ...given, overtaken: false, generation: 1 }, T0 + MINUTE),
      deleting(frozen, T0),
      gone(frozen, T0, true),
    ];
    for (const record of changed) expect(record).not.toEqual(UNKNOWN);
    expect(frozen).toEqual(UNKNOWN);
  });
});
