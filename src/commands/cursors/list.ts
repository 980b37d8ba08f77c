import type { CursorRow } from '../../runtime/cursors/row.js';
import type { CursorStatus } from '../../runtime/ports/records.js';
import { withApp } from '../app.js';
import type { Command } from '../types.js';
import { chosenCursors, FILTER } from './filter.js';

export interface CursorsList {
  /** How many exist, including those not listed. */
  total: number;
  cursors: CursorRow[];
  generated_at: string;
}

const STATES: readonly CursorStatus[] = ['ok', 'error'];

export const command: Command = {
  spec: {
    name: 'cursors list',
    summary: 'list how far each step of each shop is synced',
    options: [
      { flags: '--state <state>', description: 'only with this status', choices: STATES },
      ...FILTER,
      {
        flags: '--since <time>',
        description: 'only those changed at this time or later',
        type: 'time',
      },
      { flags: '--limit <n>', description: 'list at most this many', type: 'integer' },
    ],
    examples: [
      { command: 'spm-connect cursors', description: 'list all cursors' },
      {
        command: 'spm-connect cursors list --state error --json',
        description: 'list failing cursors',
      },
    ],
  },
  run: (invocation) =>
    withApp(invocation, async (app) => {
      const { cursorRow } = await import('../../runtime/cursors/row.js');
      const { state, since, limit } = invocation.options;
      const store = await app.storeToRead();
      const now = app.clock.now();
      const from = since instanceof Date ? since.getTime() : Number.NEGATIVE_INFINITY;
      const chosen = (await chosenCursors(invocation, store)).filter(
        (one) => (state === undefined || one.lastStatus === state) && one.updatedAt >= from,
      );
      const shown = chosen.slice(0, typeof limit === 'number' ? limit : undefined);
      const cursors: CursorRow[] = [];
      for (const cursor of shown)
        cursors.push(cursorRow(cursor, await store.cursors.getWindow(cursor), now));
      const generated_at = new Date(now).toISOString();
      const data: CursorsList = { total: chosen.length, cursors, generated_at };
      return { data };
    }),
};
