/**
 * The values that integrations store, in the sandbox's table: which installation each value belongs to, and their
 * removal with the installation.
 */
import type { Item } from '../fields.js';
import type { Sandbox } from '../sandbox.js';
import type { Table, Where } from '../table.js';

/** The id of an installation; null for values of the shop itself. */
export type Owner = string | null;

export const configTable = (sandbox: Sandbox): Table =>
  sandbox.table({ name: 'integration-config', key: ['config_key'] });

/** No config key has a slash. */
export const cellOf = (owner: Owner, key: string): string =>
  owner === null ? key : `${owner}/${key}`;

export const ofOwner = (owner: Owner): Where =>
  owner === null
    ? { sql: "body ->> 'installation' IS NULL", values: [] }
    : { sql: "body ->> 'installation' = ?", values: [owner] };

export function valuesOf(table: Table, owner: Owner): Item {
  const rows = table.select({ where: [ofOwner(owner)], orderBy: 'id', limit: -1, offset: 0 });
  return Object.fromEntries(rows.map(({ body }) => [String(body.key), body.value]));
}

/** Part of uninstalling. */
export function removeIntegrationConfig(sandbox: Sandbox, installation: string): void {
  configTable(sandbox).removeWhere([ofOwner(installation)]);
}
