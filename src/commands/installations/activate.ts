import { activate } from '../../app/installations.js';
import { withApp } from '../app.js';
import type { Command } from '../types.js';
import { ID } from './one.js';

export const command: Command = {
  spec: {
    name: 'installations activate',
    summary: 'let provision and sync work on a shop',
    description:
      "Checks the stored settings and asks the connector's testConnection, which talks to the partner's system with them; only when that answers does the installation become active. Nothing is provisioned or synced yet, and the token is tried by the first command that works on the shop.",
    arguments: [ID],
    options: [{ flags: '--no-test', description: 'do not ask testConnection' }],
    examples: [
      { command: 'spm-connect installations activate shop-1', description: 'test, then activate' },
      {
        command: 'spm-connect installations activate shop-1 --no-test',
        description: "while the partner's system is down",
      },
    ],
  },
  run: (invocation) =>
    withApp(invocation, async (app) => {
      const { args, options } = invocation;
      return { data: await activate(app, args[0] ?? '', { test: options.test !== false }) };
    }),
};
