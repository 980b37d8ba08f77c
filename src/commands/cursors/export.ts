import { resolve } from 'node:path';
import type { CursorsFile } from '../../runtime/cursors/file.js';
import { withApp } from '../app.js';
import type { Command } from '../types.js';
import { chosenCursors, FILTER, isFiltered, noCursor } from './filter.js';

export interface CursorsExported {
  count: number;
  /** Absolute path of the file; null when the export was printed. */
  file: string | null;
  /** The export; null when it was written to a file. */
  content: CursorsFile | null;
}

export const command: Command = {
  spec: {
    name: 'cursors export',
    summary: 'write cursors to a file that can be imported again',
    description: 'The file is written completely or not at all. It does not contain open windows.',
    options: [
      ...FILTER,
      { flags: '--out <file>', description: 'file to write (default: standard output)' },
    ],
    examples: [
      {
        command: 'spm-connect cursors export --out cursors.json',
        description: 'export all cursors',
      },
      {
        command: 'spm-connect cursors export --installation shop-1 --out shop-1.json',
        description: 'export the cursors of one shop',
      },
    ],
  },
  run: (invocation) =>
    withApp(invocation, async (app) => {
      const { cursorsFile } = await import('../../runtime/cursors/file.js');
      const store = await app.storeToRead();
      const cursors = await chosenCursors(invocation, store);
      if (cursors.length === 0 && isFiltered(invocation)) throw noCursor();
      const content = cursorsFile(cursors, app.clock.now());
      const { out } = invocation.options;
      const file = typeof out === 'string' ? resolve(invocation.cwd, out) : null;
      const data: CursorsExported = {
        count: cursors.length,
        file,
        content: file === null ? content : null,
      };
      return file === null
        ? { data, print: { format: 'json', content } }
        : { data, files: [{ format: 'json', content, path: file, isPrivate: true }] };
    }),
};
