import { dirname, join, resolve } from 'node:path';
import type { App } from '../../app/app.js';
import { IN_MEMORY } from '../../config/resolve.js';
import { SpmError } from '../../errors.js';
import { writeWhole } from '../../files/write.js';
import type { InstallationExport } from '../../runtime/installations/export.js';
import { withApp } from '../app.js';
import type { Command, Invocation, Report } from '../types.js';
import { WAIT, waitMs } from '../wait.js';
import { fieldsIfAny, ID, namedInstallation } from './one.js';

export interface InstallationRemoved {
  installation_id: string;
  /** Absolute path of the export. */
  export_file: string;
  /** How many rows were deleted. */
  removed: { state: number; cursors: number; runs: number; rejects: number };
}

export const command: Command = {
  spec: {
    name: 'installations remove',
    summary: 'export a shop, then delete it from the store',
    description:
      'Writes the state, cursors, runs and dead letters to a JSON file, without the token and other secrets, then deletes them from the store. The shop itself stays unchanged. Asks for confirmation; without a terminal, pass --yes.',
    arguments: [ID],
    options: [
      {
        flags: '--export <file>',
        description: 'file for the export (default: next to the store, named after the id)',
      },
      { flags: '-y, --yes', description: 'do not ask for confirmation', noEnv: true },
      WAIT,
    ],
    examples: [
      { command: 'spm-connect installations remove shop-1', description: 'asks for confirmation' },
      {
        command: 'spm-connect installations remove shop-1 --yes --export shop-1.json',
        description: 'in a script',
      },
    ],
  },
  run: (invocation) => withApp(invocation, (app) => remove(invocation, app)),
};

async function remove(invocation: Invocation, app: App): Promise<Report<InstallationRemoved>> {
  const { exportInstallation } = await import('../../runtime/installations/export.js');
  const cipher = await app.readingCipher();
  const store = await app.existingStore();
  const installation = await namedInstallation(invocation, store);
  const { installationId } = installation;
  const { fields, diagnostics } = await fieldsIfAny(app);
  await confirm(invocation, installationId);
  return app.withLease(installationId, waitMs(invocation), async (held) => {
    const now = app.clock.now();
    const content = await exportInstallation(store, installation, fields, cipher, now);
    const file = await exportFile(invocation, app, installationId, content.exported_at);
    await writeWhole(file, app.redactor.json(content), {
      unlessThere: 'Pass another name with --export, or move the existing file.',
      makeFolders: true,
      // Dead letters contain personal data.
      isPrivate: true,
    });
    await store.fenced.removeInstallation(held.current());
    const data = { installation_id: installationId, export_file: file, removed: sizes(content) };
    return { data, diagnostics };
  });
}

async function confirm({ options, interactive, prompt }: Invocation, id: string): Promise<void> {
  if (options.yes) return;
  if (!interactive)
    throw new SpmError('SPM_MISSING_INPUT', `Confirmation required to remove ${id}: pass --yes`, {
      cause: 'there is no terminal to ask on',
      hint: `Run \`spm-connect installations remove ${id} --yes\`.`,
    });
  const message = `Delete all stored data of ${id}? It is exported first.`;
  if (await prompt.confirm({ message })) return;
  throw new SpmError('SPM_CANCELLED', 'Nothing was removed', {
    hint: 'To pause the shop instead, run `spm-connect installations deactivate`.',
  });
}

async function exportFile(
  { options, cwd }: Invocation,
  app: App,
  id: string,
  at: string,
): Promise<string> {
  if (typeof options.export === 'string') return resolve(cwd, options.export);
  const { store } = await app.config();
  const name = `${id.replace(/[^\w.-]/g, '_')}-${at.replace(/\W/g, '')}.json`;
  return join(store === IN_MEMORY ? cwd : dirname(store), name);
}

const sizes = ({ state, cursors, runs, rejects }: InstallationExport) => ({
  state: state.length,
  cursors: cursors.length,
  runs: runs.length,
  rejects: rejects.length,
});
