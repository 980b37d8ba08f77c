import { deactivate } from '../../app/installations.js';
import { withApp } from '../app.js';
import type { Command } from '../types.js';
import { ID } from './one.js';

export const command: Command = {
  spec: {
    name: 'installations deactivate',
    summary: 'let nothing work on a shop any more',
    description:
      'Changes the registry alone: no network, and everything that is stored stays, so that activating it again goes on where it stopped. A run that works on the shop now ends as it would have.',
    arguments: [ID],
    examples: [
      { command: 'spm-connect installations deactivate shop-1', description: 'pause a shop' },
      {
        command: 'spm-connect installations deactivate shop-1 --json',
        description: 'the same for a program; again does nothing',
      },
    ],
  },
  run: (invocation) =>
    withApp(invocation, async (app) => ({
      data: await deactivate(app, invocation.args[0] ?? ''),
    })),
};
