import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Context, withContext } from '../../context.js';
import { SpmError } from '../../errors.js';
import { knownInstallation } from '../../shop/registry.js';
import { CONFIRM, confirm } from '../confirm.js';
import type { Command, Invocation, Report } from '../types.js';
import { WAIT } from '../wait.js';
import type { CursorsChanged } from './change.js';

export const command: Command = {
  spec: {
    name: 'cursors import',
    summary: 'bring cursors back from a file',
    description:
      'Takes what `cursors export` wrote, or a reset had backed up. Cursors that the file does not name stay as they are; open windows of the others are given up. What was known is written to a file beside the store before. Asks before; without a terminal --confirm is needed.',
    arguments: [{ syntax: '<file>', description: 'the file to read' }],
    options: [CONFIRM, WAIT],
    examples: [
      { command: 'spm-connect cursors import cursors.json', description: 'asks before' },
      { command: 'spm-connect cursors import cursors.json --confirm', description: 'in a script' },
    ],
  },
  run: (invocation) => withContext(invocation, (context) => importFile(invocation, context)),
};

async function importFile(
  invocation: Invocation,
  context: Context,
): Promise<Report<CursorsChanged>> {
  const { changeCursors } = await import('./change.js');
  const { parseCursorsFile } = await import('../../runtime/cursors/file.js');
  const { cursorOf } = await import('../../runtime/cursors/row.js');
  const name = invocation.args[0] ?? '';
  const { cursors } = parseCursorsFile(await read(resolve(invocation.cwd, name)), name);
  const store = await context.existingStore();
  const ids = new Set(cursors.map((one) => one.installation_id));
  for (const id of ids) await knownInstallation(store, id);
  await confirm(
    invocation,
    `${cursors.length} cursors of ${ids.size} shops are replaced by those of ${name}`,
  );
  const put = cursors.map(cursorOf);
  return { data: await changeCursors(invocation, context, store, { remove: [], put }) };
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new SpmError('SPM_CURSORS_INVALID', `${path} cannot be read`, {
      cause,
      hint: 'Give a file that `spm-connect cursors export` or a reset has written.',
    });
  }
}
