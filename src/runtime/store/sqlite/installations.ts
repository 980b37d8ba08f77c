import { SpmError } from '../../../errors.js';
import type { Installation, InstallationStatus, NewInstallation } from '../../ports/records.js';
import type { InstallationStore, StatusChange } from '../../ports/store.js';
import type { Connection } from './connection.js';
import { where } from './filter.js';
import { fromTextOrNull, toText } from './times.js';

interface Row {
  installation_id: string;
  shop_domain: string | null;
  shop_name: string | null;
  external_account_ref: string | null;
  external_account_name: string | null;
  status: InstallationStatus;
  installed_at: string | null;
  activated_at: string | null;
  deactivated_at: string | null;
  uninstalled_at: string | null;
}

const SELECT = `SELECT installation_id, shop_domain, shop_name, external_account_ref,
  external_account_name, status, installed_at, activated_at, deactivated_at, uninstalled_at
  FROM installs`;

const SAVE = `INSERT INTO installs (installation_id, shop_domain, shop_name, external_account_ref,
    external_account_name, status, installed_at, created_at, updated_at)
  VALUES (@installationId, @shopDomain, @shopName, @externalAccountRef, @externalAccountName,
    'inactive', @now, @now, @now)
  ON CONFLICT (installation_id) DO UPDATE SET
    shop_domain = COALESCE(excluded.shop_domain, shop_domain),
    shop_name = COALESCE(excluded.shop_name, shop_name),
    external_account_ref = COALESCE(excluded.external_account_ref, external_account_ref),
    external_account_name = COALESCE(excluded.external_account_name, external_account_name),
    updated_at = excluded.updated_at`;

/** The timestamp that each status sets. An uninstalled installation that becomes inactive was installed again. */
const SET_STATUS: Readonly<Record<InstallationStatus, string>> = {
  active: setStatus('activated_at = @now'),
  inactive: setStatus(`
    installed_at = CASE status WHEN 'uninstalled' THEN @now ELSE installed_at END,
    deactivated_at = CASE status WHEN 'uninstalled' THEN NULL ELSE @now END,
    uninstalled_at = NULL`),
  uninstalled: setStatus('uninstalled_at = @now'),
};

function setStatus(assignments: string): string {
  return `UPDATE installs SET ${assignments}, status = @to, updated_at = @now
    WHERE installation_id = @installationId AND status = @from`;
}

export function makeInstallations(connection: Connection): InstallationStore {
  return {
    get: (installationId) =>
      connection.read(() => {
        const row = rowOf(connection, installationId);
        return row ? fromRow(row) : null;
      }),
    list: (filter = {}) =>
      connection.read(() => {
        const { sql, params } = where({ status: filter.status });
        return connection
          .all<Row>(`${SELECT} ${sql} ORDER BY installation_id`, params)
          .map(fromRow);
      }),
    save: (installation, now) =>
      connection.write(() => putInstallation(connection, installation, now)),
    setStatus: (installationId, change, now) =>
      connection.write(() => {
        if (changeStatus(connection, installationId, change, now)) return true;
        if (rowOf(connection, installationId)) return false;
        throw unknownInstallation(installationId);
      }),
  };
}

/** Call it inside a transaction. Returns false when the status differs from `from`, or the installation is unknown. */
export function changeStatus(
  connection: Connection,
  installationId: string,
  { from, to }: StatusChange,
  now: number,
): boolean {
  const params = { installationId, from, to, now: toText(now) };
  return connection.run(SET_STATUS[to], params).changes > 0;
}

function rowOf(connection: Connection, installationId: string): Row | undefined {
  return connection.get<Row>(`${SELECT} WHERE installation_id = @installationId`, {
    installationId,
  });
}

/** Call it inside a transaction. */
export function putInstallation(
  connection: Connection,
  installation: NewInstallation,
  now: number,
): void {
  connection.run(SAVE, {
    installationId: installation.installationId,
    shopDomain: installation.shopDomain ?? null,
    shopName: installation.shopName ?? null,
    externalAccountRef: installation.externalAccountRef ?? null,
    externalAccountName: installation.externalAccountName ?? null,
    now: toText(now),
  });
}

/** All tables with rows of an installation, except leases and logs. Our part of a reject is deleted with it. */
const TABLES = [
  'integration_state',
  'spm_state_form',
  'sync_cursor',
  'spm_cursor',
  'spm_window',
  'spm_stream',
  'spm_in_doubt',
  'spm_lifecycle',
  'spm_webhook',
  'spm_schedule',
  'sync_run',
  'rejected_item',
  'inbound_event',
  'installs',
] as const;

/** Call it inside a transaction. */
export function dropInstallation(connection: Connection, installationId: string): void {
  for (const table of TABLES)
    connection.run(`DELETE FROM ${table} WHERE installation_id = @installationId`, {
      installationId,
    });
}

function fromRow(row: Row): Installation {
  return {
    installationId: row.installation_id,
    shopDomain: row.shop_domain,
    shopName: row.shop_name,
    externalAccountRef: row.external_account_ref,
    externalAccountName: row.external_account_name,
    status: row.status,
    installedAt: fromTextOrNull(row.installed_at),
    activatedAt: fromTextOrNull(row.activated_at),
    deactivatedAt: fromTextOrNull(row.deactivated_at),
    uninstalledAt: fromTextOrNull(row.uninstalled_at),
  };
}

function unknownInstallation(installationId: string): SpmError {
  return new SpmError('SPM_UNKNOWN_INSTALLATION', `Unknown installation '${installationId}'`, {
    hint: 'Run `spm-connect installations` to list them.',
  });
}
