import { withContext } from '../../context.js';
import type { RejectRow } from '../../runtime/rejects/row.js';
import type { Command } from '../types.js';
import { FILTER, filterOf, STATE } from './filter.js';

export interface RejectsList {
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
    withContext(invocation, async (context) => {
      const { rejectRow } = await import('../../runtime/rejects/row.js');
      const store = await context.existingStore();
      const rejects = (await store.rejects.list(filterOf(invocation, SHOWN))).map(rejectRow);
      const generated_at = new Date(context.clock.now()).toISOString();
      const data: RejectsList = { rejects, generated_at };
      return { data };
    }),
};
