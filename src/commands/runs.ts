import type { CommandFamily } from './types.js';

export const command: CommandFamily = {
  spec: {
    name: 'runs',
    summary: 'show past syncs',
    examples: [
      { command: 'spm-connect runs', description: 'list the newest' },
      { command: 'spm-connect runs show 12', description: 'show one run with its steps' },
    ],
  },
  subcommands: [
    {
      name: 'list',
      summary: 'list past syncs, newest first',
      load: async () => (await import('./runs/list.js')).command,
    },
    {
      name: 'show',
      summary: 'show one sync',
      load: async () => (await import('./runs/show.js')).command,
    },
  ],
};
