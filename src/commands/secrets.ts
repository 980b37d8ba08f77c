import type { CommandFamily } from './types.js';

export const command: CommandFamily = {
  spec: {
    name: 'secrets',
    summary: 'rotate the key that encrypts stored secrets',
    description:
      'SPM_CREDENTIALS_KEY encrypts tokens, secrets and values of connectors in the store. Keys are read from the environment, never from an argument.',
    examples: [
      {
        command: 'spm-connect secrets rotate',
        description: 'encrypt everything with the first key of SPM_CREDENTIALS_KEY',
      },
    ],
  },
  subcommands: [
    {
      name: 'rotate',
      summary: 'encrypt all stored secrets with the newest key',
      load: async () => (await import('./secrets/rotate.js')).command,
    },
  ],
};
