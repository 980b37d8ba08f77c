import { SpmError } from '../../errors.js';
import { withApp } from '../app.js';
import { CONFIRM, confirm } from '../confirm.js';
import type { Command } from '../types.js';

export interface RejectsPurged {
  purged: number;
  /** Dead letters last seen before this day were deleted. */
  before: string;
}

const DAY = 86_400_000;

export const command: Command = {
  spec: {
    name: 'rejects purge',
    summary: 'delete old dead letters that are no longer open',
    description:
      'Deletes replayed, superseded and discarded dead letters older than retention.rejectDays (needs --older-than if that is 0). Open dead letters always stay. `sync --loop` does the same once a day. Asks for confirmation; without a terminal, pass --confirm.',
    options: [
      {
        flags: '--older-than <duration>',
        description: 'minimum age, in whole days (default: retention.rejectDays)',
        type: 'duration',
      },
      CONFIRM,
    ],
    examples: [
      { command: 'spm-connect rejects purge', description: 'asks for confirmation' },
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
        `Delete dead letters that are no longer open and were last seen before ${before}`,
      );
      const { rejects } = await purgeAll(store, { before: null, rejectsBefore });
      const data: RejectsPurged = { purged: rejects, before };
      return { data };
    }),
};

function keptForEver(): SpmError {
  return new SpmError('SPM_MISSING_INPUT', 'Say how old the dead letters must be', {
    cause: 'retention.rejectDays is 0, so dead letters are kept forever',
    hint: 'Pass --older-than, such as `spm-connect rejects purge --older-than 90d`.',
  });
}
