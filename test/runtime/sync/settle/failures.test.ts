import { describe, expect, it } from 'vitest';
import { SpmError } from '../../../../src/errors.ts';
import { Interruption } from '../../../../src/runtime/sync/errors.ts';
import { Failures } from '../../../../src/runtime/sync/settle/failures.ts';

const no = new Error('no');
const later = new Error('later');
const lost = new SpmError('SPM_LEASE_LOST', 'The lease was lost');

describe('the open errors of a step', () => {
  it('is nothing at first', () => {
    const failures = new Failures();
    expect([failures.first, failures.fatal, failures.problem()]).toEqual([null, null, null]);
    failures.assertSettled();
    failures.assertSettled(['a']);
  });

  it('start with the first item that is not settled, until it is settled', () => {
    const failures = new Failures();
    expect(failures.add(['a', 'b'], no)).toBe(0);
    expect(failures.add(['c'], later)).toBe(0);
    expect(failures.first).toBe(no);
    expect(failures.problem()).toBe('3 items are not settled: no');
    expect(failures.settle(['a', 'b', 'never failed'])).toBe(2);
    expect(failures.problem()).toBe('1 item is not settled: later');
    expect(failures.settle(['a', 'c'])).toBe(1);
    expect([failures.first, failures.problem()]).toEqual([null, null]);
  });

  it('keep the last error of an item that fails again', () => {
    const failures = new Failures();
    failures.add(['a', 'b'], no);
    expect(failures.add(['a'], later)).toBe(1);
    expect(() => failures.assertSettled(['a'])).toThrow('later');
    expect(() => failures.assertSettled(['b'])).toThrow('no');
  });

  it('throw only for those who ask about their items', () => {
    const failures = new Failures();
    failures.add(['a'], no);
    failures.assertSettled(['b']);
    expect(() => failures.assertSettled(['b', 'a'])).toThrow(no);
    expect(() => failures.assertSettled()).toThrow(no);
  });
});

describe('the error that ends the run', () => {
  it('is the first one, and stays', () => {
    const failures = new Failures();
    failures.note(lost);
    failures.note(new SpmError('SPM_STORE_FULL', 'The store is full'));
    expect(failures.fatal).toBe(lost);
    failures.add(['a'], no);
    expect(failures.first).toBe(no);
    failures.settle(['a']);
    expect(failures.first).toBe(lost);
    expect(failures.problem()).toBe('The lease was lost');
  });

  it('is not an error that a step may survive', () => {
    const failures = new Failures();
    failures.note(no);
    failures.note(new SpmError('SPM_API_ERROR', 'no'));
    expect(failures.fatal).toBeNull();
    const stop = new Interruption();
    failures.note(stop);
    expect(failures.fatal).toBe(stop);
  });
});
