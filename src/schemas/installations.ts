/** The data of the commands of the registry. */
import { z } from 'zod';
import type { InstallationsList } from '../commands/installations/list.js';
import type { InstallationRow } from '../runtime/installations/list.js';
import { installationStatus, run, time } from './common.js';

const row: z.ZodType<InstallationRow> = z.strictObject({
  installation_id: z.string(),
  shop_domain: z.string().nullable(),
  shop_name: z.string().nullable(),
  status: installationStatus,
  installed_at: time.nullable(),
  activated_at: time.nullable(),
  deactivated_at: time.nullable(),
  uninstalled_at: time.nullable(),
  last_run: run.nullable(),
});

const list: z.ZodType<InstallationsList> = z.strictObject({
  installations: z.array(row),
  generated_at: time,
});

export const installations = { 'installations list': list } as const;
