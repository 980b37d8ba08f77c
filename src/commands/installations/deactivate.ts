import { deactivate } from '../../app/installations.js';
import { withApp } from '../app.js';
import type { Command } from '../types.js';
import { ID } from './one.js';

export const command: Command = {
  spec: {
    name: 'installations deactivate',
    summary: 'stop commands from working on a shop',
    description:
      'Changes only the registry, without a network. All stored data stays, so a later activation continues where the shop stopped. A run that is working on the shop now is not stopped.',
    arguments: [ID],
    examples: [
      { command: 'spm-connect installations deactivate shop-1', description: 'pause a shop' },
      {
        command: 'spm-connect installations deactivate shop-1 --json',
        description: 'for a program; a second call does nothing',
      },
    ],
  },
  run: (invocation) =>
    withApp(invocation, async (app) => ({
      data: await deactivate(app, invocation.args[0] ?? ''),
    })),
};
