import type { RejectRow } from '../../runtime/rejects/row.js';
import { withApp } from '../app.js';
import { requireKnown } from '../known.js';
import type { Command } from '../types.js';
import { FILTER, filterOf, STATE } from './filter.js';

export interface RejectsList {
  /** How many there are, shown or not. */
  total: number;
  rejects: RejectRow[];
  generated_at: string;
}

/** As many as a person looks at; `--limit` shows more. */
const SHOWN = 50;

export const command: Command = {
  spec: {
    name: 'rejects list',
    summary: 'dead letters, the newest first',
    description: `Items that the API refused, or that could not be accepted, with their reasons. Shows ${SHOWN} at most unless --limit says otherwise.`,
    options: [STATE, ...FILTER],
    examples: [
      { command: 'spm-connect rejects', description: 'the newest ones' },
      {
        command: 'spm-connect rejects list --state open --entity orders --json',
        description: 'what is left to do for one step, for a program',
      },
    ],
  },
  run: (invocation) =>
    withApp(invocation, async (app) => {
      const { rejectRow } = await import('../../runtime/rejects/row.js');
      const store = await app.storeToRead();
      const filter = filterOf(invocation, SHOWN);
      const total = await store.rejects.count(filter);
      if (total === 0) await requireKnown(invocation, store);
      const rejects = (await store.rejects.list(filter)).map(rejectRow);
      const generated_at = new Date(app.clock.now()).toISOString();
      const data: RejectsList = { total, rejects, generated_at };
      return { data };
    }),
};
