import type { CommandFamily } from './types.js';

export const command: CommandFamily = {
  spec: {
    name: 'installations',
    summary: 'the registry of the shops that the connector is installed on',
    description:
      'For shops whose lifecycle webhooks do not reach this machine: here they are registered by hand. Tokens are read from standard input or the environment, never from an argument, and stored encrypted.',
    examples: [
      { command: 'spm-connect installations', description: 'every shop that is registered' },
      {
        command: 'spm-connect installations add --id shop-1 --settings shop-1.json < token.txt',
        description: 'register a shop, with the settings of its merchant',
      },
      {
        command: 'spm-connect installations show shop-1',
        description: 'what the store knows of one shop',
      },
    ],
  },
  subcommands: [
    {
      name: 'list',
      summary: 'every installation, with its last run',
      load: async () => (await import('./installations/list.js')).command,
    },
    {
      name: 'add',
      summary: 'register a shop, inactive at first',
      load: async () => (await import('./installations/add.js')).command,
    },
    {
      name: 'show',
      summary: 'everything that the store knows of a shop, but for secrets',
      load: async () => (await import('./installations/show.js')).command,
    },
    {
      name: 'activate',
      summary: 'let provision and sync work on a shop',
      load: async () => (await import('./installations/activate.js')).command,
    },
    {
      name: 'deactivate',
      summary: 'let nothing work on a shop any more',
      load: async () => (await import('./installations/deactivate.js')).command,
    },
    {
      name: 'token',
      summary: 'replace the access token of a shop',
      load: async () => (await import('./installations/token.js')).command,
    },
    {
      name: 'remove',
      summary: 'forget a shop, after exporting what is known of it',
      load: async () => (await import('./installations/remove.js')).command,
    },
  ],
};
