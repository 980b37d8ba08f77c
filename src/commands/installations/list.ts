import type { InstallationRow } from '../../runtime/installations/list.js';
import type { InstallationStatus } from '../../runtime/ports/records.js';
import { withApp } from '../app.js';
import type { Command } from '../types.js';

export interface InstallationsList {
  /** How many exist, including those not listed. */
  total: number;
  installations: InstallationRow[];
  generated_at: string;
}

export const STATUSES: readonly InstallationStatus[] = ['active', 'inactive', 'uninstalled'];

export const command: Command = {
  spec: {
    name: 'installations list',
    summary: 'list the installations with their last run',
    options: [
      { flags: '--status <status>', description: 'only with this status', choices: STATUSES },
      {
        flags: '--since <time>',
        description: 'only those installed at this time or later',
        type: 'time',
      },
      { flags: '--limit <n>', description: 'list at most this many', type: 'integer' },
    ],
    examples: [
      { command: 'spm-connect installations', description: 'list all installations' },
      {
        command: 'spm-connect installations list --status active --json',
        description: 'list the active shops, for a program',
      },
    ],
  },
  run: (invocation) =>
    withApp(invocation, async (app) => {
      const { listInstallations } = await import('../../runtime/installations/list.js');
      const { status, since, limit } = invocation.options;
      const store = await app.storeToRead();
      const listed = await listInstallations(store, {
        ...(status === undefined ? {} : { status: status as InstallationStatus }),
        ...(since instanceof Date ? { since: since.getTime() } : {}),
        ...(typeof limit === 'number' ? { limit } : {}),
      });
      const generated_at = new Date(app.clock.now()).toISOString();
      const data: InstallationsList = { ...listed, generated_at };
      return { data };
    }),
};
