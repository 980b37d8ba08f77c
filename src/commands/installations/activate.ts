import type { Integration, IntegrationContext } from '../../connector/types.js';
import { type Context, withContext } from '../../context.js';
import { causeText, SpmError } from '../../errors.js';
import type { InstallationStatus } from '../../runtime/ports/records.js';
import type { Command, Invocation, Report } from '../types.js';
import { ID, namedInstallation } from './one.js';

export interface InstallationStatusChange {
  installation_id: string;
  status: InstallationStatus;
  /** False when it had that status already. */
  changed: boolean;
  /** Whether testConnection was asked, and said yes. */
  tested: boolean;
}

export const command: Command = {
  spec: {
    name: 'installations activate',
    summary: 'let provision and sync work on a shop',
    description:
      "Checks the stored settings and asks the connector's testConnection, which talks to the partner's system with them; only when that answers does the installation become active. Nothing is provisioned or synced yet, and the token is tried by the first command that works on the shop.",
    arguments: [ID],
    options: [{ flags: '--no-test', description: 'do not ask testConnection' }],
    examples: [
      { command: 'spm-connect installations activate shop-1', description: 'test, then activate' },
      {
        command: 'spm-connect installations activate shop-1 --no-test',
        description: "while the partner's system is down",
      },
    ],
  },
  run: (invocation) => withContext(invocation, (context) => activate(invocation, context)),
};

async function activate(
  invocation: Invocation,
  context: Context,
): Promise<Report<InstallationStatusChange>> {
  const integration = await context.integration();
  const store = await context.existingStore();
  const { installationId, status } = await namedInstallation(invocation, store);
  const shop = await context.registeredShop(store, integration, installationId);
  const tested = invocation.options.test !== false;
  if (tested) {
    await test(integration, await context.integrationContext(store, shop));
  }
  const change = { from: status, to: 'active' } as const;
  const changed =
    status !== 'active' &&
    (await store.installations.setStatus(installationId, change, context.clock.now()));
  return { data: { installation_id: installationId, status: 'active', changed, tested } };
}

/** @throws SpmError SPM_CONNECTION_FAILED */
async function test(integration: Integration, ctx: IntegrationContext): Promise<void> {
  const reason = await whyNot(integration, ctx);
  if (reason === undefined) return;
  const message = `The connection of ${ctx.installationId} does not work`;
  throw new SpmError('SPM_CONNECTION_FAILED', message, {
    cause: reason,
    hint: 'Correct the settings with `spm-connect installations add --update`, or skip the test with --no-test.',
  });
}

/** Undefined when the connection works. */
async function whyNot(
  integration: Integration,
  ctx: IntegrationContext,
): Promise<string | undefined> {
  try {
    if (await integration.testConnection(ctx)) return undefined;
    return "the connector's testConnection says no";
  } catch (error) {
    return causeText(error) ?? "the connector's testConnection throws";
  }
}
