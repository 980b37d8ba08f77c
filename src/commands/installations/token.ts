import type { App } from '../../app/app.js';
import { withApp } from '../app.js';
import type { Command, Invocation, Report } from '../types.js';
import { WAIT, waitMs } from '../wait.js';
import { storedInTheClear } from './add.js';
import { ID, namedInstallation } from './one.js';
import {
  readToken,
  required,
  TOKEN_STDIN,
  type TokenOrigin,
  unusualTokenWarnings,
} from './token-input.js';

export interface InstallationToken {
  installation_id: string;
  outcome: 'stored' | 'replaced' | 'unchanged';
  token_from: TokenOrigin;
}

export const command: Command = {
  spec: {
    name: 'installations token',
    summary: 'replace the access token of a shop',
    description:
      'Use this after the token was rotated. The command uses a piped token first, then SPM_ACCESS_TOKEN; at a terminal it asks for the token and does not show it. The next command uses the new token; a running command keeps the old one.',
    arguments: [ID],
    options: [TOKEN_STDIN, WAIT],
    examples: [
      {
        command: 'spm-connect installations token shop-1',
        description: 'type the token; it is not shown',
      },
      {
        command: 'spm-connect installations token shop-1 < token.txt',
        description: 'read the token from a file, even if SPM_ACCESS_TOKEN is set',
      },
    ],
  },
  run: (invocation) => withApp(invocation, (app) => replaceToken(invocation, app)),
};

async function replaceToken(invocation: Invocation, app: App): Promise<Report<InstallationToken>> {
  const cipher = await app.cipher();
  const store = await app.existingStore();
  const { installationId } = await namedInstallation(invocation, store);
  const given = required(
    await readToken(invocation),
    `spm-connect installations token ${installationId}`,
  );
  const { storeToken } = await import('../../runtime/installations/register.js');
  const ports = { store, clock: app.clock, cipher };
  const outcome = await app.withLease(installationId, waitMs(invocation), (held) =>
    storeToken(ports, held.current(), given.token),
  );
  return {
    data: { installation_id: installationId, outcome, token_from: given.from },
    diagnostics: [...unusualTokenWarnings(given), ...(cipher === null ? [storedInTheClear] : [])],
  };
}
