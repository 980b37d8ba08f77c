import type { CommandFamily } from './types.js';

export const command: CommandFamily = {
  spec: {
    name: 'installations',
    summary: 'manage the shops that the connector is installed on',
    description:
      'Register shops by hand when their lifecycle webhooks do not reach this machine. Tokens are read from standard input or the environment, never from an argument, and are stored encrypted.',
    examples: [
      { command: 'spm-connect installations', description: 'list the registered shops' },
      {
        command: 'spm-connect installations add --id shop-1 --settings shop-1.json < token.txt',
        description: 'register a shop with the settings of its merchant',
      },
      {
        command: 'spm-connect installations show shop-1',
        description: 'show one shop',
      },
    ],
  },
  subcommands: [
    {
      name: 'list',
      summary: 'list the installations with their last run',
      load: async () => (await import('./installations/list.js')).command,
    },
    {
      name: 'add',
      summary: 'register a shop; it starts inactive',
      load: async () => (await import('./installations/add.js')).command,
    },
    {
      name: 'show',
      summary: 'show all stored data of a shop, without secrets',
      load: async () => (await import('./installations/show.js')).command,
    },
    {
      name: 'activate',
      summary: 'test a shop and make it active',
      load: async () => (await import('./installations/activate.js')).command,
    },
    {
      name: 'deactivate',
      summary: 'stop commands from working on a shop',
      load: async () => (await import('./installations/deactivate.js')).command,
    },
    {
      name: 'set',
      summary: 'set how often loops sync a shop',
      load: async () => (await import('./installations/set.js')).command,
    },
    {
      name: 'pause',
      summary: 'stop scheduled syncs of a shop',
      load: async () => (await import('./installations/pause.js')).command,
    },
    {
      name: 'resume',
      summary: 'continue scheduled syncs of a paused shop',
      load: async () => (await import('./installations/resume.js')).command,
    },
    {
      name: 'token',
      summary: 'replace the access token of a shop',
      load: async () => (await import('./installations/token.js')).command,
    },
    {
      name: 'remove',
      summary: 'export a shop, then delete it from the store',
      load: async () => (await import('./installations/remove.js')).command,
    },
  ],
};
