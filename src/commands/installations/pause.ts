import { setPaused } from '../../app/schedule.js';
import { withApp } from '../app.js';
import type { Command } from '../types.js';
import { ID } from './one.js';

export const command: Command = {
  spec: {
    name: 'installations pause',
    summary: 'stop scheduled syncs of a shop',
    description:
      'Loops skip a paused shop; it stays active, and a sync by hand still works. A sync that runs now is not stopped.',
    arguments: [ID],
    examples: [
      { command: 'spm-connect installations pause shop-1', description: 'let loops skip a shop' },
      {
        command: 'spm-connect installations pause shop-1 --json',
        description: 'for a program; a second call does nothing',
      },
    ],
  },
  run: (invocation) =>
    withApp(invocation, async (app) => ({
      data: await setPaused(app, invocation.args[0] ?? '', true),
    })),
};
