import { describe, expect, it } from 'vitest';
import { InDoubt } from '../../../../../src/runtime/sync/ledger/in-doubt/in-doubt.ts';
import {
  ARRIVES_WITHIN_MS,
  NOTE_AGAIN_MS,
} from '../../../../../src/runtime/sync/ledger/in-doubt/limits.ts';

/** For how long a version is in doubt. */
const FOR = ARRIVES_WITHIN_MS - NOTE_AGAIN_MS;

const version = (name: string, ...names: string[]) => ({ names, item: { name } });

describe('a version whose request ended without an answer', () => {
  it('is waited for by another one of its record, and not by itself', () => {
    const inDoubt = new InDoubt();
    inDoubt.note([version('old', '1')], 500 - FOR);
    expect(inDoubt.heldUntil([version('new', '1')])).toBe(500);
    expect(inDoubt.heldUntil([version('new', '1', 'of the step')])).toBe(500);
    expect(inDoubt.heldUntil([version('old', '1')])).toBe(0);
    expect(inDoubt.heldUntil([version('new', '2', '1'), version('new')])).toBe(0);
  });

  it('is waited for by a request until the last of its records is free', () => {
    const inDoubt = new InDoubt();
    inDoubt.note([version('old', '1')], 500 - FOR);
    inDoubt.note([version('old', '2')], 300 - FOR);
    expect(inDoubt.heldUntil([version('new', '2'), version('new', '1')])).toBe(500);
    expect(inDoubt.heldUntil([version('new', '2')])).toBe(300);
  });

  it('is the last one that was sent of its record', () => {
    const inDoubt = new InDoubt();
    inDoubt.note([version('old', '1')], 500 - FOR);
    inDoubt.note([version('new', '1')], 700 - FOR);
    expect(inDoubt.heldUntil([version('old', '1')])).toBe(700);
    expect(inDoubt.heldUntil([version('new', '1')])).toBe(0);
  });

  it('holds nothing where it has no name', () => {
    const inDoubt = new InDoubt();
    inDoubt.note([version('old')], 500 - FOR);
    expect(inDoubt.heldUntil([version('new'), version('new', '1')])).toBe(0);
  });
});

it('is in doubt in the store longer than in the run, since its sending may have been noted a while before', () => {
  expect(NOTE_AGAIN_MS).toBeGreaterThan(0);
  expect(FOR).toBe(120_000);
});
