import type { RejectRow } from '../../runtime/rejects/row.js';
import { withApp } from '../app.js';
import { requireKnown } from '../known.js';
import type { Command } from '../types.js';
import { FILTER, filterOf, STATE } from './filter.js';

export interface RejectsList {
  /** How many exist, including those not listed. */
  total: number;
  rejects: RejectRow[];
  generated_at: string;
}

/** A screenful; `--limit` lists more. */
const SHOWN = 50;

export const command: Command = {
  spec: {
    name: 'rejects list',
    summary: 'list dead letters, newest first',
    description: `Lists items that the API rejected, or that failed validation, with the reasons. The default --limit is ${SHOWN}.`,
    options: [STATE, ...FILTER],
    examples: [
      { command: 'spm-connect rejects', description: 'list the newest' },
      {
        command: 'spm-connect rejects list --state open --entity orders --json',
        description: 'list the open dead letters of one step, for a program',
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
