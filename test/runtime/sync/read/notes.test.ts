import { describe, expect, it } from 'vitest';
import { StreamNotes } from '../../../../src/runtime/sync/read/notes.ts';
import { parseTime } from '../../../../src/time.ts';

const until = new Date('2026-11-30T00:00:00Z');
const span = (text: string) => {
  const at = parseTime(text);
  if (at === undefined) throw new Error(text);
  return at;
};
const notes = () => new StreamNotes((record) => (record as { key: string | null }).key);

describe('duplicate keys', () => {
  it('are counted, and each is named once', () => {
    const stream = notes();
    for (const key of ['a', 'b', 'a', 'a', null, null, 'b']) stream.record({ key });
    expect(stream.duplicates).toEqual({ count: 3, keys: ['a', 'b'] });
    expect(stream.warnings()).toEqual([
      '3 records have a key that already occurred in this run, such as a, b: the last one read counts',
    ]);
  });

  it('are named at most five times', () => {
    const stream = notes();
    for (const key of 'abcdefghabcdefgh') stream.record({ key });
    expect(stream.duplicates).toEqual({ count: 8, keys: ['a', 'b', 'c', 'd', 'e'] });
  });

  it('are unknown to a step without a key', () => {
    const stream = new StreamNotes(undefined);
    stream.record({});
    stream.record({});
    expect(stream.duplicates.count).toBe(0);
    expect(stream.warnings()).toEqual([]);
  });
});

describe('items outside the window', () => {
  it('are counted, and reported when dated in the future', () => {
    const stream = notes();
    for (const text of ['2020-01-01', '2026-11-30 10:00:00', '2062-01-01', '2063-05-06'])
      stream.leftOut(span(text), until);
    expect(stream.outside).toBe(4);
    expect(stream.warnings()).toEqual([
      '2 items are dated in the future, up to 2063-05-06T00:00:00.000Z, and skipped until then: correct the dates at the partner',
    ]);
  });

  it('are not reported when dated just after the window', () => {
    const stream = notes();
    stream.leftOut(span('2026-11-30T23:59:59Z'), until);
    expect(stream.warnings()).toEqual([]);
  });
});
