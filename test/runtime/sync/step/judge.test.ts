import { describe, expect, it } from 'vitest';
import { INTERRUPTED } from '../../../../src/connector/interruptible.ts';
import type { SyncStep } from '../../../../src/connector/types.ts';
import { SpmError } from '../../../../src/errors.ts';
import { noCounts, Tally } from '../../../../src/runtime/sync/accounting.ts';
import { Failures } from '../../../../src/runtime/sync/settle/failures.ts';
import type { CodeEnd } from '../../../../src/runtime/sync/step/code.ts';
import {
  acceptOwnCount,
  decide,
  errorsOf,
  errorThatEndsRun,
  isInterrupted,
  readOn,
} from '../../../../src/runtime/sync/step/judge.ts';
import type { RunningStep } from '../../../../src/runtime/sync/step/running.ts';
import { keyedStep } from '../../../helpers/keyedSteps.ts';
import { DAY, OPTIONS, stepOf, T0 } from '../../../helpers/syncBench.ts';

const PLAIN = stepOf('orders');
const BULK = keyedStep([]);
const no = new Error('no');
const refused = new SpmError('SPM_API_UNAUTHORIZED', 'The API rejected the access token');
const missing = new SpmError('SPM_NOT_PROVISIONED', 'No data source "paris" is provisioned');

const code = (more: Partial<CodeEnd> = {}): CodeEnd => ({
  ...{ items: 0, errors: [], advanceCursorTo: undefined, outOfOrder: false, thrown: null },
  ...more,
});

interface Given {
  failures?: Failures;
  missing?: SpmError | null;
  handed?: number | null;
  resumed?: boolean;
  stored?: boolean;
  shutdown?: AbortSignal;
  since?: number;
  overlapSeconds?: number;
}

/** The parts of a running step that matter to the judgement. */
function running(step: SyncStep<object>, given: Given = {}) {
  const { failures = new Failures(), handed = null, resumed = false, stored = true } = given;
  const { since = T0 - DAY, overlapSeconds = 0 } = given;
  const cursor = { lastSyncedAt: T0 - DAY };
  return {
    step,
    cursor,
    chosen: { window: { since, until: T0 }, resumed, stored },
    handedUntil: T0,
    ...{ failures, own: { handed }, tally: new Tally(noCounts()) },
    missing: given.missing ?? null,
    env: {
      shutdown: given.shutdown ?? new AbortController().signal,
      options: { ...OPTIONS, overlapSeconds },
      startedAt: T0,
    },
  } as unknown as RunningStep<object>;
}

function failed(error: unknown, ...items: string[]): Failures {
  const failures = new Failures();
  if (items.length === 0) failures.note(error);
  else failures.add(items, error);
  return failures;
}

describe('the errors of a step', () => {
  it('are those that the code returned and threw', () => {
    expect(errorsOf(running(PLAIN), code())).toEqual([]);
    const both = code({ errors: ['one', new Error('two')], thrown: new Error('three') });
    expect(errorsOf(running(PLAIN), both)).toEqual(['one', 'two', 'three']);
  });

  it('are those that the code swallowed, if it reports none', () => {
    const swallowing = running(PLAIN, { failures: failed(no, 'a', 'b') });
    expect(errorsOf(swallowing, code())).toEqual(['2 items are not settled: no']);
    expect(errorsOf(swallowing, code({ errors: ['its own'] }))).toEqual(['its own']);
    expect(errorsOf(swallowing, code({ thrown: new Error('its own') }))).toEqual(['its own']);
  });

  it('have their cause, even if the code kept only the message', () => {
    const failures = failed(new SpmError('SPM_API_ERROR', 'It failed', { cause: 'HTTP 500' }), 'a');
    const line = (error: string) =>
      errorsOf(running(PLAIN, { failures }), code({ errors: [error] }));
    expect(line('It failed')).toEqual(['It failed: HTTP 500']);
    expect(line('Something else')).toEqual(['Something else']);
  });
});

describe('a shutdown', () => {
  const shutdown = AbortSignal.abort();

  it('stopped a plain step, whatever it returns', () => {
    expect(isInterrupted(running(PLAIN, { shutdown }), [])).toBe(true);
    expect(isInterrupted(running(PLAIN, { shutdown }), ['no'])).toBe(true);
  });

  it('did not stop a clean bulk step', () => {
    expect(isInterrupted(running(BULK, { shutdown }), [])).toBe(false);
    expect(isInterrupted(running(BULK, { shutdown }), ['interrupted'])).toBe(true);
  });

  it('needs the signal of a shutdown', () => {
    expect(isInterrupted(running(PLAIN), ['no'])).toBe(false);
    expect(isInterrupted(running(BULK), ['no'])).toBe(false);
  });
});

describe('a step read on after a failure', () => {
  it('when a plain one returned an error, which it may have met anywhere', () => {
    expect(readOn(running(PLAIN), code({ errors: ['no'] }))).toBe(true);
    expect(readOn(running(PLAIN), code({ errors: [INTERRUPTED, 'no'] }))).toBe(true);
  });

  it('not when a plain one threw, or was interrupted', () => {
    expect(readOn(running(PLAIN), code({ thrown: no }))).toBe(false);
    expect(readOn(running(PLAIN), code({ errors: [INTERRUPTED] }))).toBe(false);
    expect(readOn(running(PLAIN), code())).toBe(false);
  });

  it('when a bulk one came to its end, and not when it threw', () => {
    expect(readOn(running(BULK), code())).toBe(true);
    expect(readOn(running(BULK), code({ thrown: no }))).toBe(false);
  });
});

describe('an error that ends all steps', () => {
  it('is the one that ended the run, or that the code threw', () => {
    expect(errorThatEndsRun(running(PLAIN, { failures: failed(refused) }), code())).toBe(refused);
    expect(errorThatEndsRun(running(PLAIN), code({ thrown: refused }))).toBe(refused);
    expect(errorThatEndsRun(running(PLAIN), code({ thrown: no, errors: ['no'] }))).toBeNull();
    const lost = failed(new SpmError('SPM_LEASE_LOST', 'lost'));
    expect(errorThatEndsRun(running(PLAIN, { failures: lost }), code())).toBeNull();
  });

  it('is a missing definition, when the step failed because of it', () => {
    const judge = (end: Partial<CodeEnd>, handed: number | null = null) =>
      errorThatEndsRun(running(PLAIN, { missing, handed }), code(end));
    const wrapped = new Error('no shop', { cause: new Error('inner', { cause: missing }) });
    expect(judge({ thrown: missing }, 5)).toBe(missing);
    expect(judge({ thrown: wrapped }, 5)).toBe(missing);
  });

  it('is not a missing definition that the step did without', () => {
    const judge = (end: Partial<CodeEnd>, handed: number | null = null) =>
      errorThatEndsRun(running(PLAIN, { missing, handed }), code(end));
    expect(judge({})).toBeNull();
    expect(judge({ errors: ['no shop'] })).toBeNull();
    expect(judge({ errors: ['no'] }, 5)).toBeNull();
    expect(judge({ thrown: no }, 5)).toBeNull();
    expect(errorThatEndsRun(running(PLAIN), code({ errors: ['no'] }))).toBeNull();
  });
});

describe('the count of a step that pushed without sendBulk', () => {
  const counted = (step: SyncStep<object>, given: Given, items = 3) => {
    const one = running(step, given);
    acceptOwnCount(one, items);
    return one.tally.counts;
  };

  it('is used', () => {
    expect(counted(PLAIN, {})).toEqual({ ...noCounts(), read: 3, acknowledged: 3 });
  });

  it.each<[string, SyncStep<object>, Given, number]>([
    ['it handed something over', PLAIN, { handed: 1 }, 3],
    ['its window was resumed', PLAIN, { resumed: true }, 3],
    ['it is a bulk step, which counts at its stream', BULK, {}, 3],
    ['it has nothing to tell', PLAIN, {}, 0],
  ])('is not taken where %s', (_, step, given, items) => {
    expect(counted(step, given, items)).toEqual(noCounts());
  });
});

describe('the cursor of a step', () => {
  it('depends on the errors, and whether the step read on after them', () => {
    const errors = ['no'];
    expect(decide(running(PLAIN), code({ errors }), errors)).toMatchObject({
      ...{ status: 'error', restart: true },
    });
    expect(decide(running(PLAIN), code({ thrown: no }), errors)).toMatchObject({
      ...{ status: 'error', restart: false },
    });
    const end = { outcome: 'advance', cursor: T0 };
    expect(decide(running(PLAIN), code({ advanceCursorTo: new Date(T0) }), [])).toMatchObject({
      end,
    });
  });

  it('stays when the resume of a stream out of order skipped items', () => {
    const end = code({ advanceCursorTo: new Date(T0), outOfOrder: true });
    const outcome = (resumed: boolean) => decide(running(BULK, { resumed }), end, []).end.outcome;
    expect([outcome(true), outcome(false)]).toEqual(['stay', 'advance']);
  });

  it('includes the overlap only for a window with explicit bounds', () => {
    const end = code({ advanceCursorTo: new Date(T0) });
    const since = T0 - DAY - 1000;
    const outcome = (stored: boolean, more = 0) =>
      decide(running(PLAIN, { stored, since: since + more, overlapSeconds: 1 }), end, []).end
        .outcome;
    expect(outcome(false)).toBe('advance');
    expect(outcome(false, 1)).toBe('stay');
    expect(outcome(true, 1)).toBe('advance');
  });
});
