import { withApp } from './app.js';
import type { Command } from './types.js';

export const command: Command = {
  spec: {
    name: 'overview',
    summary: 'show installations, last runs, dead letters and webhooks',
    examples: [
      { command: 'spm-connect overview', description: 'show the state of the whole store' },
      {
        command: 'spm-connect overview --store /srv/shop/store.sqlite --json',
        description: 'show another store, for a program',
      },
    ],
  },
  run: (invocation) =>
    withApp(invocation, async (app) => {
      const { buildOverview } = await import('../runtime/overview.js');
      const store = await app.storeToRead();
      return { data: await buildOverview(store, app.clock.now()) };
    }),
};
