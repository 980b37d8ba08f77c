import { describe, expect, it } from 'vitest';
import type { VersionInDoubt } from '../../../../../src/runtime/ports/records.ts';
import { InDoubt, streamName } from '../../../../../src/runtime/sync/ledger/in-doubt/in-doubt.ts';
import {
  ARRIVES_WITHIN_MS,
  NOTE_AGAIN_MS,
} from '../../../../../src/runtime/sync/ledger/in-doubt/limits.ts';

/** How long a version is in doubt. */
const FOR = ARRIVES_WITHIN_MS - NOTE_AGAIN_MS;
const STREAM = streamName('customers', '');

const version = (name: string, ...names: string[]) => ({ names, item: { name } });

function setup(known: readonly VersionInDoubt[] = []) {
  const inDoubt = new InDoubt(known);
  const until = (now: number, ...items: ReturnType<typeof version>[]) =>
    inDoubt.overtaken(items, STREAM, now).until;
  const note = (now: number, ...items: ReturnType<typeof version>[]) =>
    inDoubt.note(items, STREAM, now);
  return { inDoubt, until, note };
}

describe('a version whose request ended without an answer', () => {
  it('may arrive after another version of its record, but cannot replace itself', () => {
    const { note, until } = setup();
    note(0, version('old', '1'));
    expect(until(1, version('new', '1'))).toBe(FOR);
    expect(until(1, version('new', '1', 'of the step'))).toBe(FOR);
    expect(until(1, version('old', '1'))).toBe(0);
    expect(until(1, version('new', '2'), version('new'))).toBe(0);
  });

  it('is found by any name of its record, since not every sender knows all of them', () => {
    const { note, until } = setup();
    note(0, version('old', '1', 'of the step'));
    expect(until(1, version('new', 'of the step'))).toBe(FOR);
    expect(until(1, version('new', '1'))).toBe(FOR);
    expect(until(1, version('old', 'of the step'))).toBe(0);
  });

  it('cannot arrive after its time', () => {
    const { note, until } = setup();
    note(0, version('old', '1'));
    expect(until(FOR - 1, version('new', '1'))).toBe(FOR);
    expect(until(FOR, version('new', '1'))).toBe(0);
  });

  it('is found among others, with the latest time of all', () => {
    const { inDoubt, note } = setup();
    note(0, version('old', '1'));
    note(50, version('old', '2'));
    const items = [version('new', '3'), version('new', '2'), version('new', '1')];
    expect(inDoubt.overtaken(items, STREAM, 60)).toEqual({
      items: items.slice(1),
      until: FOR + 50,
    });
  });

  it('puts every version in doubt when two versions of a record are in doubt', () => {
    const { note, until } = setup();
    note(0, version('old', '1'));
    note(10, version('new', '1'));
    expect(until(20, version('old', '1'))).toBe(FOR + 10);
    expect(until(20, version('new', '1'))).toBe(FOR + 10);
  });
});

describe('the data for later runs', () => {
  it("is each version in doubt, with a hash instead of the record's key", () => {
    const { note } = setup();
    const noted = note(0, version('old', 'customers:jane@example.com'));
    expect(noted).toEqual([{ name: expect.any(String), version: expect.any(String), until: FOR }]);
    expect(JSON.stringify(noted)).not.toContain('jane');
    const later = setup(noted);
    expect(later.until(1, version('new', 'customers:jane@example.com'))).toBe(FOR);
    expect(later.until(1, version('old', 'customers:jane@example.com'))).toBe(0);
  });

  it('says that anything of the step may arrive, when its records have no names', () => {
    const { note, until } = setup();
    const noted = note(0, version('old'), version('other'));
    expect(noted).toHaveLength(1);
    // Within the run, such requests go one after another.
    expect(until(1, version('new'))).toBe(0);
    const later = setup(noted);
    expect(later.until(1, version('old'), version('new', '1'))).toBe(FOR);
    expect(later.until(1, version('new', '1'))).toBe(0);
    const other = later.inDoubt.overtaken([version('new')], streamName('orders', ''), 1);
    expect(other).toEqual({ items: [], until: 0 });
  });
});

it('lasts longer than in the run, since a request may have been recorded a while before', () => {
  expect(NOTE_AGAIN_MS).toBeGreaterThan(0);
  expect(FOR).toBe(120_000);
});
