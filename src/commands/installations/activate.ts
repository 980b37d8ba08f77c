import { activate } from '../../app/installations.js';
import { withApp } from '../app.js';
import type { Command } from '../types.js';
import { ID } from './one.js';

export const command: Command = {
  spec: {
    name: 'installations activate',
    summary: 'test a shop and make it active',
    description:
      "Checks the stored settings and calls the connector's testConnection, which connects to the partner with them. The installation becomes active only if the test succeeds. Nothing is provisioned or synced yet; the first command that works on the shop tries the token.",
    arguments: [ID],
    options: [{ flags: '--no-test', description: 'do not call testConnection' }],
    examples: [
      { command: 'spm-connect installations activate shop-1', description: 'test, then activate' },
      {
        command: 'spm-connect installations activate shop-1 --no-test',
        description: 'activate while the partner is down',
      },
    ],
  },
  run: (invocation) =>
    withApp(invocation, async (app) => {
      const { args, options } = invocation;
      return { data: await activate(app, args[0] ?? '', { test: options.test !== false }) };
    }),
};
