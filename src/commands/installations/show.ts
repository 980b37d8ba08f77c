import type { App } from '../../app/app.js';
import type { InstallationDetails } from '../../runtime/installations/describe.js';
import { withApp } from '../app.js';
import type { Command, Invocation, Report } from '../types.js';
import { fieldsIfAny, ID, namedInstallation, warningOf } from './one.js';

export const command: Command = {
  spec: {
    name: 'installations show',
    summary: 'show all stored data of a shop, without secrets',
    description:
      'Shows the status, settings, cursors, last runs, ids on the shop, open dead letters, and which secrets are stored. Never shows a secret or the value of a sensitive field.',
    arguments: [ID],
    examples: [
      { command: 'spm-connect installations show shop-1', description: 'for people' },
      { command: 'spm-connect installations show shop-1 --json', description: 'for a program' },
    ],
  },
  run: (invocation) => withApp(invocation, (app) => show(invocation, app)),
};

async function show(invocation: Invocation, app: App): Promise<Report<InstallationDetails>> {
  const { describeInstallation } = await import('../../runtime/installations/describe.js');
  const cipher = await app.readingCipher();
  const store = await app.storeToRead();
  const installation = await namedInstallation(invocation, store);
  const { fields, diagnostics } = await fieldsIfAny(app);
  const { details, unreadable } = await describeInstallation(
    store,
    installation,
    fields,
    cipher,
    app.clock.now(),
  );
  const unread = unreadable === null ? [] : [warningOf('unreadable-state', unreadable)];
  return { data: details, diagnostics: [...diagnostics, ...unread] };
}
