import type { CommandFamily } from './types.js';

export const command: CommandFamily = {
  spec: {
    name: 'rejects',
    summary: 'list, replay and discard dead letters: items that the API rejected',
    examples: [
      { command: 'spm-connect rejects', description: 'list the newest, with their reasons' },
      {
        command: 'spm-connect rejects replay --dry-run',
        description: 'preview a replay',
      },
      { command: 'spm-connect rejects discard 12', description: 'discard one dead letter' },
    ],
  },
  subcommands: [
    {
      name: 'list',
      summary: 'list dead letters, newest first',
      load: async () => (await import('./rejects/list.js')).command,
    },
    {
      name: 'show',
      summary: 'show one dead letter with its payload and the reasons',
      load: async () => (await import('./rejects/show.js')).command,
    },
    {
      name: 'replay',
      summary: 'push open dead letters again',
      load: async () => (await import('./rejects/replay.js')).command,
    },
    {
      name: 'discard',
      summary: 'discard open dead letters',
      load: async () => (await import('./rejects/discard.js')).command,
    },
    {
      name: 'purge',
      summary: 'delete old dead letters that are no longer open',
      load: async () => (await import('./rejects/purge.js')).command,
    },
    {
      name: 'export',
      summary: 'write dead letters to a file, or print them',
      load: async () => (await import('./rejects/export.js')).command,
    },
  ],
};
