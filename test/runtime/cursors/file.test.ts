import { describe, expect, it } from 'vitest';
import { cursorsFile, parseCursorsFile } from '../../../src/runtime/cursors/file.ts';
import { cursorOf } from '../../../src/runtime/cursors/row.ts';
import type { Cursor } from '../../../src/runtime/ports.ts';

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

const parse = (value: unknown) => parseCursorsFile(JSON.stringify(value), 'f.json');

describe('a file of cursors', () => {
  it('brings back what went into it', () => {
    const cursors = [
      cursor,
      { ...cursor, entity: 'products', lastSyncedAt: null, notBefore: null },
    ];
    expect(parse(cursorsFile(cursors, 7)).cursors.map(cursorOf)).toEqual(cursors);
  });

  it.each([
    ['no JSON', 'nonsense'],
    ['another format', { ...cursorsFile([], 0), format: 'x' }],
    ['a later version', { ...cursorsFile([], 0), version: 2 }],
    ['a key too many', { ...cursorsFile([], 0), more: 1 }],
    ['a time that is none', withFirst({ last_synced_at: 'yesterday' })],
    ['one cursor twice', cursorsFile([cursor, cursor], 0)],
  ])('is refused with %s', (_, value) => {
    expect(() => parse(value)).toThrow(expect.objectContaining({ code: 'SPM_CURSORS_INVALID' }));
  });
});

function withFirst(change: object): object {
  const file = cursorsFile([cursor], 0);
  return { ...file, cursors: [{ ...file.cursors[0], ...change }] };
}
