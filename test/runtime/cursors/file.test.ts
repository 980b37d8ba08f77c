import { describe, expect, it } from 'vitest';
import { cursorsFile, parseCursorsFile } from '../../../src/runtime/cursors/file.ts';
import { cursorOf } from '../../../src/runtime/cursors/row.ts';
import type { Cursor } from '../../../src/runtime/ports/records.ts';

const cursor: Cursor = {
  installationId: 'a',
  entity: 'orders',
  sourceKey: 'paris',
  lastSyncedAt: 1,
  lastStatus: 'error',
  lastError: 'no',
  items: 3,
  updatedAt: 2,
  consecutiveFailures: 1,
  notBefore: 5,
  unmovedRuns: 0,
};

const parse = (value: unknown, now = 7) =>
  parseCursorsFile(typeof value === 'string' ? value : JSON.stringify(value), 'f.json', now);

describe('a file of cursors', () => {
  it('brings back what went into it', () => {
    const cursors = [
      cursor,
      { ...cursor, entity: 'products', lastSyncedAt: null, notBefore: null },
    ];
    expect(parse(cursorsFile(cursors, 7)).cursors.map(cursorOf)).toEqual(cursors);
    expect(parse(`\uFEFF${JSON.stringify(cursorsFile(cursors, 7))}`).cursors).toHaveLength(2);
  });

  it('tells cursors apart whose names read alike', () => {
    const alike = [
      { ...cursor, entity: 'a/b', sourceKey: 'c' },
      { ...cursor, entity: 'a', sourceKey: 'b/c' },
    ];
    expect(parse(cursorsFile(alike, 0)).cursors).toHaveLength(2);
  });

  it.each([
    ['no JSON', '{"format": ', 'it is not JSON: a value is missing here (at 1:12)'],
    ['nothing', '', 'it is not JSON: a value is missing here (at 1:1)'],
    ['null', null, 'it is JSON, but was not written by `cursors export`'],
    ['a list', [], 'it is JSON, but was not written by `cursors export`'],
    ['another format', { ...cursorsFile([], 0), format: 'x' }, 'not written by `cursors export`'],
    ['an earlier version', { ...cursorsFile([cursor], 0), version: 0 }, 'version: expected 1'],
    [
      'a version that is none',
      { ...cursorsFile([cursor], 0), version: '1' },
      'version: expected 1',
    ],
    [
      'a key too many',
      { ...cursorsFile([cursor], 0), more: 1 },
      'the file: it has unknown keys: more',
    ],
    ['no cursors', { ...cursorsFile([], 0), cursors: undefined }, 'cursors: '],
    ['an empty list of them', cursorsFile([], 0), 'it has no cursors'],
    [
      'a time that is none',
      withFirst({ last_synced_at: 'yesterday' }),
      'cursors[0].last_synced_at: expected a time such as 2026-11-30T08:00:00.000Z',
    ],
    [
      'a day that does not exist',
      withFirst({ updated_at: '2026-02-30T00:00:00.000Z' }),
      'updated_at: ',
    ],
    [
      'a number for a time',
      withFirst({ last_synced_at: 1 }),
      'cursors[0].last_synced_at: expected a text',
    ],
    [
      'a text for a number',
      withFirst({ items: '3' }),
      'cursors[0].items: expected a whole number, 0 or more',
    ],
    [
      'fewer failures than none',
      withFirst({ consecutive_failures: -1 }),
      'expected a whole number, 0 or more',
    ],
    [
      'an unknown status',
      withFirst({ last_status: 'fine' }),
      'cursors[0].last_status: expected "ok" or "error"',
    ],
    [
      'no shop',
      withFirst({ installation_id: '' }),
      'cursors[0].installation_id: expected a text that is not empty',
    ],
    ['one cursor twice', cursorsFile([cursor, cursor], 0), 'orders/paris of a is listed twice'],
  ])('is refused with %s', (_, value, cause) => {
    expect(() => parse(value)).toThrow(
      expect.objectContaining({
        code: 'SPM_CURSORS_INVALID',
        message: 'f.json is not a valid export of cursors',
        cause: expect.stringContaining(cause),
      }),
    );
  });

  it('is refused when a cursor lies in the future: what comes until then would be lost', () => {
    const file = cursorsFile([{ ...cursor, lastSyncedAt: 8 }], 0);
    expect(() => parse(file)).toThrow(
      expect.objectContaining({
        code: 'SPM_CURSORS_INVALID',
        cause:
          'orders/paris of a is in the future, at 1970-01-01T00:00:00.008Z; the current time is 1970-01-01T00:00:00.007Z',
      }),
    );
    expect(parse(file, 8).cursors).toHaveLength(1);
  });

  it('is refused as newer, whatever else is in it', () => {
    const file = { format: 'spm-connect-cursors', version: 2, shops: {} };
    expect(() => parse(file)).toThrow(
      expect.objectContaining({
        code: 'SPM_CURSORS_NEWER',
        cause: 'the file has version 2, but this version reads up to 1',
      }),
    );
  });
});

function withFirst(change: object): object {
  const file = cursorsFile([cursor], 0);
  return { ...file, cursors: [{ ...file.cursors[0], ...change }] };
}
