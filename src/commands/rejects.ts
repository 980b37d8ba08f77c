import type { CommandFamily } from './types.js';

export const command: CommandFamily = {
  spec: {
    name: 'rejects',
    summary: 'dead letters: items that the API refused, until someone deals with them',
    examples: [
      { command: 'spm-connect rejects', description: 'the newest ones, with the reason' },
      {
        command: 'spm-connect rejects replay --dry-run',
        description: 'what could be pushed again',
      },
      { command: 'spm-connect rejects discard 12', description: 'give one up' },
    ],
  },
  subcommands: [
    {
      name: 'list',
      summary: 'dead letters, the newest first',
      load: async () => (await import('./rejects/list.js')).command,
    },
    {
      name: 'show',
      summary: 'one dead letter, with what was sent and why it was refused',
      load: async () => (await import('./rejects/show.js')).command,
    },
    {
      name: 'replay',
      summary: 'push open dead letters again',
      load: async () => (await import('./rejects/replay.js')).command,
    },
    {
      name: 'discard',
      summary: 'give open dead letters up',
      load: async () => (await import('./rejects/discard.js')).command,
    },
    {
      name: 'purge',
      summary: 'delete old dead letters that are not open any more',
      load: async () => (await import('./rejects/purge.js')).command,
    },
    {
      name: 'export',
      summary: 'write dead letters to a file, or print them',
      load: async () => (await import('./rejects/export.js')).command,
    },
  ],
};
