import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { renderCursorsList } from '../../../src/output/human/cursors.js';
import { renderData } from '../../../src/output/human/index.js';
import { renderRun } from '../../../src/output/human/runs.js';
import type { Terminal } from '../../../src/output/terminal.js';
import { cursorRow } from '../../../src/runtime/cursors/row.js';

const style = new Chalk({ level: 0 });
const terminal = { out: style, err: style, columns: null } as Terminal;
const MINUTE = 60_000;
const T0 = Date.UTC(2026, 0, 1);

const cursor = {
  installationId: 'a',
  entity: 'orders',
  sourceKey: 'paris',
  lastSyncedAt: T0 - MINUTE,
  lastStatus: 'error' as const,
  lastError: 'two\nlines',
  items: 0,
  updatedAt: T0,
  consecutiveFailures: 1,
};

describe('cursors for people', () => {
  it('say how far they are, and why they do not go on', async () => {
    const rows = [cursorRow(cursor, null, T0), cursorRow({ ...cursor, lastError: null }, null, T0)];
    const generated_at = new Date(T0).toISOString();
    const list = { total: 2, cursors: rows, generated_at };
    const { out: lines } = await renderData('cursors list', list, terminal);
    expect(lines[1]).toBe(
      'a             orders/paris  error          1  2025-12-31T23:59:00.000Z  next try 2026-01-01T00:01:00.000Z; two; lines',
    );
    const narrow = { ...terminal, columns: 80 };
    expect((await renderData('cursors list', list, narrow)).out.slice(1, 3)).toEqual([
      'a             orders/paris  error          1  1 min ago',
      '    next try in 1 min; two; lines',
    ]);
    expect(lines).toHaveLength(3);
    const none = { total: 0, cursors: [], generated_at };
    expect(renderCursorsList(none, terminal)).toEqual(['No cursor matches.']);
  });

  it('say how many there are when not all are shown', () => {
    const generated_at = new Date(T0).toISOString();
    const some = { total: 1234, cursors: [cursorRow(cursor, null, T0)], generated_at };
    expect(renderCursorsList(some, terminal).slice(2)).toEqual([
      '',
      '1 of 1,234 shown; use --limit to see more.',
    ]);
  });
});

describe('a run for people', () => {
  it('is shown as it is when it is not known what wrote its summary', () => {
    const run = {
      id: 3,
      installation_id: 'a',
      status: 'failed' as const,
      started_at: '2026-01-01T00:00:00.000Z',
      finished_at: null,
      interrupted: false,
    };
    expect(renderRun({ run, summary: { error: 'died' } }, terminal)).toEqual([
      'run #3 of a failed · started 2026-01-01T00:00:00.000Z',
      '{"error":"died"}',
    ]);
  });
});
