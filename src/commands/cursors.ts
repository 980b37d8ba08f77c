import type { CommandFamily } from './types.js';

export const command: CommandFamily = {
  spec: {
    name: 'cursors',
    summary: 'list and change how far each step is synced',
    examples: [
      { command: 'spm-connect cursors', description: 'list all cursors' },
      {
        command: 'spm-connect cursors reset --entity orders',
        description: 'read a step again from the start',
      },
      {
        command: 'spm-connect cursors set --entity orders --to 2026-01-31T00:00:00Z',
        description: 'read a step from a given time',
      },
    ],
  },
  subcommands: [
    {
      name: 'list',
      summary: 'list how far each step of each shop is synced',
      load: async () => (await import('./cursors/list.js')).command,
    },
    {
      name: 'reset',
      summary: 'delete cursors: the next run reads everything again, like the first run',
      load: async () => (await import('./cursors/reset.js')).command,
    },
    {
      name: 'set',
      summary: 'move cursors to a time: the next run reads from that time',
      load: async () => (await import('./cursors/set.js')).command,
    },
    {
      name: 'export',
      summary: 'write cursors to a file that can be imported again',
      load: async () => (await import('./cursors/export.js')).command,
    },
    {
      name: 'import',
      summary: 'restore cursors from a file',
      load: async () => (await import('./cursors/import.js')).command,
    },
  ],
};
