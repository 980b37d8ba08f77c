import { SpmError } from '../../errors.js';
import { withApp } from '../app.js';
import type { Command } from '../types.js';
import type { RunRow } from './list.js';

export interface RunShown {
  run: RunRow;
  /** The report of the sync, or the stored summary of another tool; null while the run is going on. */
  summary: unknown;
}

export const command: Command = {
  spec: {
    name: 'runs show',
    summary: 'show one sync',
    arguments: [{ syntax: '<id>', description: 'an id from `runs list`' }],
    examples: [
      { command: 'spm-connect runs show 12', description: 'for people' },
      { command: 'spm-connect runs show 12 --json', description: 'for a program' },
    ],
  },
  run: (invocation) =>
    withApp(invocation, async (app) => {
      const { runOf } = await import('../../runtime/overview.js');
      const text = invocation.args[0] ?? '';
      const store = await app.storeToRead();
      const run = /^\d{1,15}$/.test(text) ? await store.runs.get(Number(text)) : null;
      if (run === null) throw unknownRun(text);
      const row = { installation_id: run.installationId, ...runOf(run) };
      const data: RunShown = { run: row, summary: run.summary };
      return { data };
    }),
};

function unknownRun(text: string): SpmError {
  return new SpmError('SPM_UNKNOWN_RUN', `There is no run ${text}`, {
    hint: 'Run `spm-connect runs list` to see all runs.',
  });
}
