import type { App } from '../../app/app.js';
import { SpmError } from '../../errors.js';
import { withApp } from '../app.js';
import { CONFIRM, confirm } from '../confirm.js';
import type { Command, Invocation, Report } from '../types.js';
import { WAIT } from '../wait.js';
import type { CursorsChanged } from './change.js';
import { chosenCursors, FILTER, isFiltered, namesOf, noCursor } from './filter.js';

export const command: Command = {
  spec: {
    name: 'cursors reset',
    summary: 'delete cursors: the next run reads everything again, like the first run',
    description:
      'Also drops their open windows. The old values are first written to a file next to the store; `cursors import` restores them. The next sync still skips unchanged records, unless you pass --no-skip. Asks for confirmation; without a terminal, pass --confirm.',
    options: [
      ...FILTER,
      { flags: '--all', description: 'all cursors of the store', noEnv: true },
      CONFIRM,
      WAIT,
    ],
    examples: [
      { command: 'spm-connect cursors reset --entity orders', description: 'reset one step' },
      {
        command: 'spm-connect cursors reset --installation shop-1 --confirm',
        description: 'all steps of a shop, in a script',
      },
    ],
  },
  run: (invocation) => withApp(invocation, (app) => reset(invocation, app)),
};

async function reset(invocation: Invocation, app: App): Promise<Report<CursorsChanged>> {
  const { changeCursors } = await import('./change.js');
  if (!isFiltered(invocation) && invocation.options.all !== true) throw nothingNamed();
  const store = await app.existingStore();
  const cursors = await chosenCursors(invocation, store);
  if (cursors.length === 0) throw noCursor();
  await confirm(invocation, `The next sync reads everything again for ${namesOf(cursors)}`);
  const data = await changeCursors(invocation, app, store, { remove: cursors, put: [] });
  return { data };
}

function nothingNamed(): SpmError {
  return new SpmError('SPM_MISSING_INPUT', 'No cursor selected', {
    cause: 'pass --installation, --entity, --source or --all',
    hint: 'For example: `spm-connect cursors reset --entity orders`.',
  });
}
