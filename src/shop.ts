/** The shops that a command works on: which they are, and each with its API client, settings and state. */
import type { SpmHttpClient } from '@shopimind/sdk-js';
import type { Config } from './config/resolve.js';
import type { Integration, RawSettings, StateAccess } from './connector/types.js';
import { SpmError } from './errors.js';
import type { Clock, Installation, Lease, Store } from './runtime/ports.js';
import type { Redactor } from './runtime/security/redactor.js';
import type { ProvisionedIds } from './runtime/state.js';
import { IMPLIED_SANDBOX, isImplied, openImplied, urlInstallationId } from './shop/implied.js';
import { openRegistered } from './shop/registered.js';
import { activeInstallations, registeredInstallation, soleInstallation } from './shop/registry.js';

/** One shop, ready to be worked on. */
export interface Shop {
  installation: Installation;
  client: SpmHttpClient;
  /** What the engine pushes with: it tries again by itself, so this one does not. */
  pushClient: SpmHttpClient;
  /** As the connector's parseSettings gives them. */
  settings: RawSettings;
  provisioned: ProvisionedIds;
  inboundSecret: string | null;
  /** The installation's state; under a lease, writes stop when it is lost. */
  state(lease?: Lease): StateAccess;
}

export interface ShopInput {
  config: Config;
  env: Readonly<Record<string, string | undefined>>;
  store: Store;
  integration: Integration;
  clock: Clock;
  /** Learns the secrets of each shop that is opened. */
  redactor: Redactor;
  /** Takes what has to be closed in the end. */
  onClose(close: () => Promise<void>): void;
}

/** What the line asks for; nothing means the one shop that the target implies. */
export interface Selection {
  /** These, each of which must be active. */
  ids?: readonly string[];
  /** Every active one. */
  all?: boolean;
}

/** A shop that is worked on, opened when its turn comes. */
export interface SelectedShop {
  installationId: string;
  /**
   * @throws SpmError SPM_SECRET_MISSING, SPM_SECRET_INVALID, SPM_SETTINGS_INVALID, SPM_SHOP_CHANGED, or SPM_STORE_*
   *   when the sandbox's file cannot serve
   */
  open(): Promise<Shop>;
}

/**
 * The shops that a command works on, at least one.
 * - `sandbox` has one, the installation `sandbox`.
 * - A URL implies one for its address and SPM_ACCESS_TOKEN; registered installations can be named beside it, and are
 *   then called at that address.
 * - `production` implies the only active one of the registry.
 * @throws SpmError SPM_UNKNOWN_INSTALLATION, SPM_INSTALLATION_INACTIVE, SPM_SECRET_MISSING
 */
export async function selectShops(
  input: ShopInput,
  selection: Selection = {},
): Promise<SelectedShop[]> {
  const ids = await idsOf(input, selection);
  const installations = await Promise.all(
    ids.map(async (id) => (isImplied(input, id) ? id : registeredInstallation(input.store, id))),
  );
  // One token of the environment cannot be that of several shops.
  const lone = ids.length === 1;
  return installations.map((one) =>
    typeof one === 'string'
      ? { installationId: one, open: () => openImplied(input, one) }
      : { installationId: one.installationId, open: () => openRegistered(input, one, lone) },
  );
}

/** The one shop to work on: the named one, else the one that the target implies. @throws as `selectShops` and `open` */
export async function openShop(input: ShopInput, id?: string): Promise<Shop> {
  const [selected] = await selectShops(input, id === undefined ? {} : { ids: [id] });
  if (selected === undefined) throw new SpmError('SPM_INTERNAL', 'No shop was selected');
  return selected.open();
}

async function idsOf(
  { config: { target }, env, store }: ShopInput,
  { ids, all }: Selection,
): Promise<string[]> {
  if (ids !== undefined) return [...new Set(ids)];
  if (target === 'sandbox') return [IMPLIED_SANDBOX];
  if (all) return activeInstallations(store);
  return [target === 'production' ? await soleInstallation(store) : urlInstallationId(target, env)];
}
