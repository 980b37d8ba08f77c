import type { App } from '../../app/app.js';
import { SpmError } from '../../errors.js';
import type { Cursor } from '../../runtime/ports/records.js';
import { withApp } from '../app.js';
import { CONFIRM, confirm } from '../confirm.js';
import { refuseFuture } from '../times.js';
import type { Command, Invocation, Report } from '../types.js';
import { WAIT } from '../wait.js';
import type { CursorsChanged } from './change.js';
import { chosenCursors, FILTER, isFiltered, namesOf, noCursor } from './filter.js';

export const command: Command = {
  spec: {
    name: 'cursors set',
    summary: 'move cursors to a time: the next run reads from that time',
    description:
      'Move back to read records again, or forward to skip records for good. Failure counts and open windows are reset. The old values are first written to a file next to the store; `cursors import` restores them. Asks for confirmation; without a terminal, pass --confirm.',
    options: [
      {
        flags: '--to <time>',
        description: 'the new time of the cursors',
        type: 'time',
        noEnv: true,
      },
      ...FILTER,
      CONFIRM,
      WAIT,
    ],
    examples: [
      {
        command: 'spm-connect cursors set --entity orders --to 2026-01-31T00:00:00Z',
        description: 'read orders from this time',
      },
      {
        command: 'spm-connect cursors set --installation shop-1 --to 2026-01-31 --confirm',
        description: 'all steps of a shop, in a script',
      },
    ],
  },
  run: (invocation) => withApp(invocation, (app) => set(invocation, app)),
};

async function set(invocation: Invocation, app: App): Promise<Report<CursorsChanged>> {
  const { changeCursors } = await import('./change.js');
  const { to } = invocation.options;
  if (!(to instanceof Date) || !isFiltered(invocation)) throw incomplete();
  const now = app.clock.now();
  refuseFuture('--to', to, now);
  const store = await app.existingStore();
  const cursors = await chosenCursors(invocation, store);
  if (cursors.length === 0) throw noCursor();
  await confirm(invocation, `Move the cursor of ${namesOf(cursors)} to ${to.toISOString()}`);
  const put = cursors.map((cursor) => movedTo(cursor, to.getTime(), now));
  return { data: await changeCursors(invocation, app, store, { remove: [], put }) };
}

const movedTo = (cursor: Cursor, lastSyncedAt: number, now: number): Cursor => ({
  ...cursor,
  lastSyncedAt,
  lastStatus: 'ok',
  lastError: null,
  consecutiveFailures: 0,
  notBefore: null,
  unmovedRuns: 0,
  updatedAt: now,
});

function incomplete(): SpmError {
  return new SpmError('SPM_MISSING_INPUT', 'Say which cursors to move, and where to', {
    cause: 'pass --to, and one of --installation, --entity or --source',
    hint: 'For example: `spm-connect cursors set --entity orders --to 2026-01-31`.',
  });
}
