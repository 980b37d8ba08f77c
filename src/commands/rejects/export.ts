import { resolve } from 'node:path';
import type { RejectDetails } from '../../runtime/rejects/details.js';
import { withApp } from '../app.js';
import { requireKnown } from '../known.js';
import type { Command } from '../types.js';
import { FILTER, filterOf, STATE } from './filter.js';

export interface RejectsExported {
  count: number;
  /** How many exist, including those not exported. */
  total: number;
  format: ExportFormat;
  /** Absolute path of the file; null when the export was printed. */
  file: string | null;
  /** The export; null when it was written to a file. */
  rejects: RejectDetails[] | null;
}

/** One object a line, or a table. */
export type ExportFormat = 'ndjson' | 'csv';

export const FORMATS: readonly ExportFormat[] = ['ndjson', 'csv'];

export const command: Command = {
  spec: {
    name: 'rejects export',
    summary: 'write dead letters to a file, or print them',
    description:
      'Exports payloads and reasons, oldest first. The file is written completely or not at all. Payloads contain personal data.',
    options: [
      STATE,
      ...FILTER,
      {
        flags: '--format <format>',
        description: 'one JSON object per line, or a table',
        choices: FORMATS,
        default: 'ndjson',
      },
      { flags: '--out <file>', description: 'file to write (default: standard output)' },
    ],
    examples: [
      {
        command: 'spm-connect rejects export --state open --out rejects.ndjson',
        description: 'export all open dead letters',
      },
      {
        command: 'spm-connect rejects export --format csv --out rejects.csv',
        description: 'for a spreadsheet',
      },
    ],
  },
  run: (invocation) =>
    withApp(invocation, async (app) => {
      const { rejectDetails } = await import('../../runtime/rejects/details.js');
      const store = await app.storeToRead();
      const filter = filterOf(invocation);
      const letters = (await store.rejects.list(filter)).reverse();
      const total = await store.rejects.count(filter);
      if (total === 0) await requireKnown(invocation, store);
      const content: RejectDetails[] = letters.map(rejectDetails);
      const format = invocation.options.format as ExportFormat;
      const { out } = invocation.options;
      const file = typeof out === 'string' ? resolve(invocation.cwd, out) : null;
      const rejects = file === null ? content : null;
      const data: RejectsExported = { count: content.length, total, format, file, rejects };
      return file === null
        ? { data, print: { format, content } }
        : { data, files: [{ format, content, path: file, isPrivate: true }] };
    }),
};
