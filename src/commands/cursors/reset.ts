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
    summary: 'forget how far steps are synced: the next run reads them as the first did',
    description:
      'Gives up their open windows too. What was known is written to a file beside the store before, which `cursors import` brings back. Records that have not changed are still left out, unless the sync has --no-skip. Asks before; without a terminal --confirm is needed.',
    options: [
      ...FILTER,
      { flags: '--all', description: 'every cursor of the store', noEnv: true },
      CONFIRM,
      WAIT,
    ],
    examples: [
      { command: 'spm-connect cursors reset --entity orders', description: 'one step' },
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
  return new SpmError('SPM_MISSING_INPUT', 'No cursor is named', {
    cause: 'one of --installation, --entity, --source and --all is needed',
    hint: 'Such as `spm-connect cursors reset --entity orders`; see `spm-connect cursors list`.',
  });
}
