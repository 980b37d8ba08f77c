import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noCounts } from '../../../../src/runtime/sync/accounting.ts';
import { decideOutcome, type StepEndFacts } from '../../../../src/runtime/sync/commit/outcome.ts';

const facts = (more: Partial<StepEndFacts> = {}): StepEndFacts => ({
  errors: [],
  readOn: false,
  leftOut: false,
  counts: noCounts(),
  policy: undefined,
  advanceCursorTo: new Date(50),
  window: { since: 0, until: 100 },
  handedUntil: 100,
  cursor: 10,
  backfillStart: -1000,
  overlapMs: 0,
  ...more,
});

describe('decideOutcome', () => {
  it('advances a clean step to where it says', () => {
    expect(decideOutcome(facts()).end).toEqual({ outcome: 'advance', cursor: 50 });
  });

  it('does not move back, nor on a date that is none', () => {
    expect(decideOutcome(facts({ advanceCursorTo: new Date(5) })).end).toMatchObject({
      cursor: 10,
    });
    for (const advanceCursorTo of [new Date(Number.NaN), '2026-01-01', 7]) {
      expect(decideOutcome(facts({ advanceCursorTo }))).toMatchObject({
        status: 'error',
        end: { outcome: 'hold' },
      });
    }
  });

  it('moves to the end of the window at most, and warns of what lies beyond what the step was handed', () => {
    const to = (ms: number) =>
      decideOutcome(facts({ advanceCursorTo: new Date(ms), handedUntil: 200 }));
    expect(to(200)).toMatchObject({ end: { cursor: 100 }, warnings: [] });
    expect(to(201)).toMatchObject({ end: { cursor: 100 } });
    expect(to(201).warnings[0]).toContain('reduced');
  });

  it('keeps the checkpoint where the step stopped at an error, and gives it up for rejects', () => {
    expect(decideOutcome(facts({ errors: ['x', 'y'] }))).toMatchObject({
      status: 'error',
      end: { outcome: 'hold', error: 'x; y' },
      restart: false,
    });
    expect(decideOutcome(facts({ errors: ['x'], readOn: true })).restart).toBe(true);
    const counts = { ...noCounts(), acknowledged: 9, rejected: 1 };
    expect(decideOutcome(facts({ counts }))).toMatchObject({ status: 'held', restart: true });
  });

  it('does not finish a window whose resume left something out', () => {
    expect(decideOutcome(facts({ leftOut: true }))).toMatchObject({
      status: 'ok',
      end: { outcome: 'stay' },
      restart: true,
    });
  });

  it.each([
    ['the cursor', 10],
    ['the start of the backfill', null],
  ])('does not pass what was asked to be left out after %s', (_, cursor) => {
    const latest = cursor ?? -1000;
    const from = (since: number | null) =>
      decideOutcome(facts({ cursor, window: { since, until: 100 } })).end.outcome;
    expect(from(latest + 1)).toBe('stay');
    expect(from(latest)).toBe('advance');
    expect(from(null)).toBe('advance');
  });

  it('counts the overlap before the cursor for what has to be read', () => {
    const from = (since: number) =>
      decideOutcome(facts({ overlapMs: 5000, window: { since, until: 100 } }));
    expect(from(10 - 4999).end.outcome).toBe('stay');
    expect(from(10 - 4999).warnings[0]).toContain('less the overlap of 5 s');
    expect(from(10 - 5000).end.outcome).toBe('advance');
  });

  it('moves the cursor only for a step without errors and with tolerated rejects, never past the window', () => {
    const policy = fc.constantFrom(undefined, false, true, { maxRatio: 0.5 });
    const any = fc.record({
      errors: fc.array(fc.string(), { maxLength: 1 }),
      rejected: fc.nat(3),
      acknowledged: fc.nat(3),
      policy,
      to: fc.integer({ min: -50, max: 200 }),
    });
    fc.assert(
      fc.property(any, ({ errors, rejected, acknowledged, policy, to }) => {
        const counts = { ...noCounts(), rejected, acknowledged };
        const { end } = decideOutcome(
          facts({ errors, counts, policy, advanceCursorTo: new Date(to) }),
        );
        if (end.outcome !== 'advance') return;
        expect(errors).toEqual([]);
        if (policy === undefined || policy === false) expect(rejected).toBe(0);
        expect(end.cursor).toBeGreaterThanOrEqual(10);
        expect(end.cursor).toBeLessThanOrEqual(100);
      }),
    );
  });
});
