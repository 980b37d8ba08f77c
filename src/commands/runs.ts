import type { CommandFamily } from './types.js';

export const command: CommandFamily = {
  spec: {
    name: 'runs',
    summary: 'the history of syncs',
    examples: [
      { command: 'spm-connect runs', description: 'the newest ones' },
      { command: 'spm-connect runs show 12', description: 'one with its steps' },
    ],
  },
  subcommands: [
    {
      name: 'list',
      summary: 'syncs that were run, the newest first',
      load: async () => (await import('./runs/list.js')).command,
    },
    {
      name: 'show',
      summary: 'what one sync did',
      load: async () => (await import('./runs/show.js')).command,
    },
  ],
};
