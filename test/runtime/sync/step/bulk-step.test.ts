import { describe, expect, it } from 'vitest';
import { isBulk, ownKey, trackedBy } from '../../../../src/runtime/sync/step/bulk-step.ts';
import { keyedStep } from '../../../helpers/keyedSteps.ts';
import { stepOf } from '../../../helpers/syncBench.ts';

describe('isBulk', () => {
  it('knows a bulk step by its config', () => {
    expect(isBulk(keyedStep([]))).toBe(true);
    expect(isBulk(stepOf('orders'))).toBe(false);
    for (const bulk of [null, true])
      expect(isBulk({ ...stepOf('orders'), bulk } as never)).toBe(false);
  });
});

describe('ownKey', () => {
  it('is the key of the step, as text; null when it returns none', () => {
    const key = ownKey(keyedStep([], { key: (record) => record.ref as never }));
    expect([key?.({ ref: 7 }), key?.({ ref: 'a' }), key?.({ ref: null })]).toEqual([
      '7',
      'a',
      null,
    ]);
    // `push` may send items that are not the step's records.
    expect(key?.(null)).toBeNull();
    expect(key?.({ ref: {} })).toBeNull();
  });

  it('is undefined for a step without a key', () => {
    expect(ownKey(stepOf('orders'))).toBeUndefined();
    expect(ownKey(keyedStep([], { key: undefined as never }))).toBeUndefined();
  });
});

describe('trackedBy', () => {
  it('needs a key', () => {
    const trackDeletes = { remove: async () => {} };
    expect(trackedBy(keyedStep([], { trackDeletes }))).toBe(trackDeletes);
    expect(trackedBy(stepOf('orders'))).toBeUndefined();
  });
});
