import { withApp } from './app.js';
import type { Command } from './types.js';

export const command: Command = {
  spec: {
    name: 'health',
    summary: 'check whether syncs run as they should; exit code 1 when degraded',
    description:
      'Degraded means one of: the store does not answer; an installation had no successful run for too long; a run died; a loop is silent; at least half of the cursors of an installation are in error; or too many cursors in total are in error.',
    options: [
      {
        flags: '--stale-after <duration>',
        description: 'the longest time since the last successful run',
        type: 'duration',
      },
      {
        flags: '--max-cursors-in-error <n>',
        description: 'the highest allowed number of cursors in error, over all installations',
        type: 'integer',
      },
    ],
    examples: [
      { command: 'spm-connect health', description: 'with the usual limits: 6 hours, 10 cursors' },
      {
        command: 'spm-connect health --stale-after 2h --json',
        description: 'for a monitor: one document, exit code 1 when degraded',
      },
    ],
  },
  run: (invocation) =>
    withApp(invocation, async (app) => {
      const { buildHealthReport } = await import('../runtime/health.js');
      const store = await app.storeToRead();
      const { staleAfter, maxCursorsInError } = invocation.options;
      const data = await buildHealthReport(store, app.clock.now(), {
        ...(typeof staleAfter === 'number' ? { staleAfterMs: staleAfter } : {}),
        ...(typeof maxCursorsInError === 'number' ? { maxCursorsInError } : {}),
      });
      return { data, exit: data.status === 'ok' ? 'ok' : 'failed' };
    }),
};
