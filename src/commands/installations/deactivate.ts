import { withContext } from '../../context.js';
import type { Command } from '../types.js';
import type { InstallationStatusChange } from './activate.js';
import { ID, namedInstallation } from './one.js';

export const command: Command = {
  spec: {
    name: 'installations deactivate',
    summary: 'let nothing work on a shop any more',
    description:
      'Changes the registry alone: no network, and everything that is stored stays, so that activating it again goes on where it stopped. A run that works on the shop now ends as it would have.',
    arguments: [ID],
    examples: [
      { command: 'spm-connect installations deactivate shop-1', description: 'pause a shop' },
      {
        command: 'spm-connect installations deactivate shop-1 --json',
        description: 'the same for a program; again does nothing',
      },
    ],
  },
  run: (invocation) =>
    withContext(invocation, async (context) => {
      const store = await context.existingStore();
      const { installationId, status } = await namedInstallation(invocation, store);
      // An uninstalled one is inactive enough; making it inactive would mean that it was installed again.
      const change = { from: 'active', to: 'inactive' } as const;
      const changed =
        status === 'active' &&
        (await store.installations.setStatus(installationId, change, context.clock.now()));
      const data: InstallationStatusChange = {
        installation_id: installationId,
        status: changed ? 'inactive' : status,
        changed,
        tested: false,
      };
      return { data };
    }),
};
