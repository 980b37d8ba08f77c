import { SpmError } from '../../errors.js';
import type { RejectDetails } from '../../runtime/rejects/details.js';
import { withApp } from '../app.js';
import type { Command } from '../types.js';
import { idOf } from './filter.js';

export interface RejectShown {
  reject: RejectDetails;
  generated_at: string;
}

export const command: Command = {
  spec: {
    name: 'rejects show',
    summary: 'show one dead letter with its payload and the reasons',
    arguments: [{ syntax: '<id>', description: 'an id from `rejects list`' }],
    examples: [
      { command: 'spm-connect rejects show 12', description: 'for people' },
      { command: 'spm-connect rejects show 12 --json', description: 'for a program' },
    ],
  },
  run: (invocation) =>
    withApp(invocation, async (app) => {
      const { rejectDetails } = await import('../../runtime/rejects/details.js');
      const id = idOf(invocation.args[0] ?? '');
      const store = await app.storeToRead();
      const [letter] = await store.rejects.list({ ids: [id] });
      if (letter === undefined) throw unknownReject(id);
      const generated_at = new Date(app.clock.now()).toISOString();
      const data: RejectShown = { reject: rejectDetails(letter), generated_at };
      return { data };
    }),
};

function unknownReject(id: number): SpmError {
  return new SpmError('SPM_UNKNOWN_REJECT', `There is no dead letter ${id}`, {
    hint: 'Run `spm-connect rejects list` for the ids.',
  });
}
