/** The shops that a command works on: which they are, and each with its API client, settings and state. */
import type { SpmHttpClient } from '@shopimind/sdk-js';
import type { Config } from './config/resolve.js';
import type { Integration, RawSettings, StateAccess } from './connector/types.js';
import { SpmError } from './errors.js';
import { IMPLIED_SANDBOX } from './runtime/implied.js';
import type { Clock } from './runtime/ports/engine.js';
import type { Installation, Lease } from './runtime/ports/records.js';
import type { Store } from './runtime/ports/store.js';
import type { Provisioned } from './runtime/provisioned.js';
import type { Redactor } from './runtime/security/redactor.js';
import { type ImpliedInput, isImplied, selectImplied, urlInstallationId } from './shop/implied.js';
import { refuseOtherTarget } from './shop/other-target.js';
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
  provisioned: Provisioned;
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
  /** The installations whose token has worked in this process; asked only once. */
  proven?: Set<string>;
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
   * @throws SpmError SPM_SECRET_MISSING, SPM_SECRET_INVALID, SPM_SETTINGS_INVALID, SPM_SHOP_CHANGED, SPM_API_* when its
   *   token has never worked yet, or SPM_STORE_* when the sandbox's file cannot serve
   */
  open(): Promise<Shop>;
  /**
   * Of a shop that a URL implies: asks the API once whether its token works, unless it is known to.
   * @throws SpmError SPM_API_*
   */
  prove?(): Promise<void>;
}

/**
 * The shops that a command works on, at least one.
 * - `sandbox` has one, the installation `sandbox`.
 * - A URL implies one for its address and SPM_ACCESS_TOKEN; registered installations can be named beside it, and are
 *   then called at that address.
 * - `production` implies the only active one of the registry.
 * @throws SpmError SPM_UNKNOWN_INSTALLATION, SPM_INSTALLATION_INACTIVE, SPM_SECRET_MISSING, SPM_SHOP_CHANGED
 */
export async function selectShops(
  input: ShopInput,
  selection: Selection = {},
): Promise<SelectedShop[]> {
  const ids = await idsOf(input, selection);
  const installations = await Promise.all(
    ids.map(async (id) => {
      if (isImplied(input, id)) return id;
      await refuseOtherTarget(input, id);
      return registeredInstallation(input.store, id);
    }),
  );
  // One token of the environment cannot be that of several shops.
  const lone = ids.length === 1;
  return installations.map((one) =>
    typeof one === 'string'
      ? selectImplied(input, one)
      : { installationId: one.installationId, open: () => openRegistered(input, one, lone) },
  );
}

/**
 * The installation that a selection comes to by its target and token alone, without a store; undefined when there is none.
 */
export function impliedByUrl(
  { config: { target }, env }: ImpliedInput,
  { ids, all }: Selection,
): string | undefined {
  if (target === 'sandbox' || target === 'production' || !env.SPM_ACCESS_TOKEN) return undefined;
  const implied = urlInstallationId(target, env);
  return (ids === undefined ? !all : ids.includes(implied)) ? implied : undefined;
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
