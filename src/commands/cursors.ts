import type { CommandFamily } from './types.js';

export const command: CommandFamily = {
  spec: {
    name: 'cursors',
    summary: 'how far each step is synced, and how to change that',
    examples: [
      { command: 'spm-connect cursors', description: 'all of them' },
      { command: 'spm-connect cursors reset --entity orders', description: 'read a step anew' },
      {
        command: 'spm-connect cursors set --entity orders --to 2026-01-31T00:00:00Z',
        description: 'read a step from a time on',
      },
    ],
  },
  subcommands: [
    {
      name: 'list',
      summary: 'how far each step of each shop is synced',
      load: async () => (await import('./cursors/list.js')).command,
    },
    {
      name: 'reset',
      summary: 'forget how far steps are synced: the next run reads them as the first did',
      load: async () => (await import('./cursors/reset.js')).command,
    },
    {
      name: 'set',
      summary: 'move cursors to a time: the next run reads from there',
      load: async () => (await import('./cursors/set.js')).command,
    },
    {
      name: 'export',
      summary: 'write cursors to a file that can be imported again',
      load: async () => (await import('./cursors/export.js')).command,
    },
    {
      name: 'import',
      summary: 'bring cursors back from a file',
      load: async () => (await import('./cursors/import.js')).command,
    },
  ],
};
