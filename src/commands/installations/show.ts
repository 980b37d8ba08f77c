import { type Context, withContext } from '../../context.js';
import type { InstallationDetails } from '../../runtime/installations/describe.js';
import type { Command, Invocation, Report } from '../types.js';
import { fieldsIfAny, ID, namedInstallation, warningOf } from './one.js';

export const command: Command = {
  spec: {
    name: 'installations show',
    summary: 'everything that the store knows of a shop, but for secrets',
    description:
      'Status, settings, cursors, the last runs, the ids on the shop, open dead letters, and which secrets are stored: never a secret itself, nor the value of a sensitive field.',
    arguments: [ID],
    examples: [
      { command: 'spm-connect installations show shop-1', description: 'for people' },
      { command: 'spm-connect installations show shop-1 --json', description: 'for a program' },
    ],
  },
  run: (invocation) => withContext(invocation, (context) => show(invocation, context)),
};

async function show(
  invocation: Invocation,
  context: Context,
): Promise<Report<InstallationDetails>> {
  const { describeInstallation } = await import('../../runtime/installations/describe.js');
  const cipher = await context.readingCipher();
  const store = await context.storeToRead();
  const installation = await namedInstallation(invocation, store);
  const { fields, diagnostics } = await fieldsIfAny(context);
  const { details, unreadable } = await describeInstallation(
    store,
    installation,
    fields,
    cipher,
    context.clock.now(),
  );
  const unread = unreadable === null ? [] : [warningOf('unreadable-state', unreadable)];
  return { data: details, diagnostics: [...diagnostics, ...unread] };
}
