import { setPaused } from '../../app/schedule.js';
import { withApp } from '../app.js';
import type { Command } from '../types.js';
import { ID } from './one.js';

export const command: Command = {
  spec: {
    name: 'installations resume',
    summary: 'continue scheduled syncs of a paused shop',
    description: 'Loops sync the shop again when it is due, at once when that time has passed.',
    arguments: [ID],
    examples: [
      {
        command: 'spm-connect installations resume shop-1',
        description: 'let loops sync a shop again',
      },
      {
        command: 'spm-connect installations resume shop-1 --json',
        description: 'for a program; a second call does nothing',
      },
    ],
  },
  run: (invocation) =>
    withApp(invocation, async (app) => ({
      data: await setPaused(app, invocation.args[0] ?? '', false),
    })),
};
