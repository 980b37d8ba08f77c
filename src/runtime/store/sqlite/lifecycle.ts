import { phaseOf, statusOf } from '../../lifecycle/phases.js';
import type { Lifecycle, LifecycleChange, LifecycleStore, Phase } from '../../ports/lifecycle.js';
import type { InstallationStatus } from '../../ports/records.js';
import type { Connection } from './connection.js';
import { changeStatus, putInstallation } from './installations.js';
import { revokeLease } from './leases.js';
import { keepState, putState, removeState } from './state.js';

interface Row {
  status: InstallationStatus;
  was_active: number;
  phase: Phase | null;
  backfill: number | null;
}

const GET = `SELECT i.status, i.activated_at IS NOT NULL AS was_active, l.phase, l.backfill
  FROM installs i LEFT JOIN spm_lifecycle l ON l.installation_id = i.installation_id
  WHERE i.installation_id = @installationId`;

const PUT = `INSERT INTO spm_lifecycle (installation_id, phase, backfill)
  VALUES (@installationId, @phase, @backfill)
  ON CONFLICT (installation_id) DO UPDATE SET
    phase = excluded.phase, backfill = excluded.backfill`;

const END_BACKFILL =
  'UPDATE spm_lifecycle SET backfill = 0 WHERE installation_id = @installationId';

export function makeLifecycle(connection: Connection): LifecycleStore {
  return {
    get: (installationId) => connection.read(() => read(connection, installationId)?.now ?? null),
    change: (installationId, wanted, now) =>
      connection.write(() => change(connection, installationId, wanted, now)),
    endBackfill: (installationId) =>
      connection.write(() => {
        connection.run(END_BACKFILL, { installationId });
      }),
  };
}

function change(
  connection: Connection,
  installationId: string,
  wanted: LifecycleChange,
  now: number,
): boolean {
  const before = read(connection, installationId);
  if (wanted.from && !(before && wanted.from.includes(before.now.phase))) return false;
  if (wanted.installation) putInstallation(connection, wanted.installation, now);
  const from = before?.status ?? 'inactive';
  const to = statusOf(wanted.phase);
  if (from !== to) changeStatus(connection, installationId, { from, to }, now);
  const { phase, backfill = before?.now.backfill ?? false } = wanted;
  connection.run(PUT, { installationId, phase, backfill: backfill ? 1 : 0 });
  if (wanted.keepOnly) keepState(connection, installationId, wanted.keepOnly);
  for (const key of wanted.forget ?? []) removeState(connection, installationId, key);
  for (const entry of wanted.state ?? []) putState(connection, installationId, entry, now);
  const { revokeForMs } = wanted;
  if (revokeForMs !== undefined) revokeLease(connection, installationId, now, revokeForMs);
  return true;
}

function read(
  connection: Connection,
  installationId: string,
): { status: InstallationStatus; now: Lifecycle } | null {
  const row = connection.get<Row>(GET, { installationId });
  if (!row) return null;
  const phase = phaseOf(row.status, row.phase, row.was_active === 1);
  return { status: row.status, now: { phase, backfill: row.backfill === 1 } };
}
