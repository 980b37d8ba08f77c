import { withContext } from '../context.js';
import type { Command } from './types.js';

export const command: Command = {
  spec: {
    name: 'overview',
    summary: 'show installations, last runs, dead letters and webhooks',
    examples: [
      { command: 'spm-connect overview', description: 'the state of everything in the store' },
      {
        command: 'spm-connect overview --store /srv/shop/store.sqlite --json',
        description: 'of another store, for a program',
      },
    ],
  },
  run: (invocation) =>
    withContext(invocation, async (context) => {
      const { buildOverview } = await import('../runtime/overview.js');
      const store = await context.storeToRead();
      return { data: await buildOverview(store, context.clock.now()) };
    }),
};
