import { SpmError } from '../../errors.js';
import { withApp } from '../app.js';
import { CONFIRM, confirm } from '../confirm.js';
import type { Command } from '../types.js';

export interface RejectsPurged {
  purged: number;
  /** Those last seen on an earlier day are gone. */
  before: string;
}

const DAY = 86_400_000;

export const command: Command = {
  spec: {
    name: 'rejects purge',
    summary: 'delete old dead letters that are not open any more',
    description:
      'Deletes what was replayed, superseded or discarded and is older than retention.rejectDays, which must not be 0 then. Open ones always stay. `sync --loop` does the same once a day. Asks before; without a terminal --confirm is needed.',
    options: [
      {
        flags: '--older-than <duration>',
        description: 'how old they are at least, in whole days (default: retention.rejectDays)',
        type: 'duration',
      },
      CONFIRM,
    ],
    examples: [
      { command: 'spm-connect rejects purge', description: 'asks before' },
      {
        command: 'spm-connect rejects purge --older-than 30d --confirm',
        description: 'in a script',
      },
    ],
  },
  run: (invocation) =>
    withApp(invocation, async (app) => {
      const { purgeAll } = await import('../../runtime/retention.js');
      const { retention } = await app.config();
      const store = await app.existingStore();
      const { olderThan } = invocation.options;
      if (typeof olderThan !== 'number' && retention.rejectDays === 0) throw keptForEver();
      const age = typeof olderThan === 'number' ? olderThan : retention.rejectDays * DAY;
      const rejectsBefore = Math.max(0, app.clock.now() - age);
      const before = new Date(rejectsBefore).toISOString().slice(0, 10);
      await confirm(
        invocation,
        `Dead letters that are not open and older than ${before} are deleted`,
      );
      const { rejects } = await purgeAll(store, { before: null, rejectsBefore });
      const data: RejectsPurged = { purged: rejects, before };
      return { data };
    }),
};

function keptForEver(): SpmError {
  return new SpmError('SPM_MISSING_INPUT', 'It is not said how old the dead letters are', {
    cause: 'retention.rejectDays is 0, which keeps them for ever',
    hint: 'Give --older-than, such as `spm-connect rejects purge --older-than 90d`.',
  });
}
