/** The types for opening a shop. */
import type { SpmHttpClient } from '@shopimind/sdk-js';
import type { Config } from '../../config/resolve.js';
import type { CustomDataDefinition, Integration, RawSettings } from '../../connector/types.js';
import type { Clock } from '../../runtime/ports/engine.js';
import type { Installation, Lease } from '../../runtime/ports/records.js';
import type { Store } from '../../runtime/ports/store.js';
import type { Provisioned } from '../../runtime/provisioned.js';
import type { Redactor } from '../../runtime/security/redactor.js';
import type { InstallationState } from '../../runtime/state.js';

/** An opened shop. */
export interface Shop {
  installation: Installation;
  client: SpmHttpClient;
  /** The client for pushes. It does not retry, since the engine does. */
  pushClient: SpmHttpClient;
  /** As the connector's parseSettings returns them. */
  settings: RawSettings;
  provisioned: Provisioned;
  /** The definitions of the plan that was provisioned last. */
  definitions: readonly CustomDataDefinition[];
  inboundSecret: string | null;
  /** The installation's state; under a lease, writes fail when the lease is lost. */
  state(lease?: Lease): InstallationState;
}

export interface ShopInput {
  config: Config;
  env: Readonly<Record<string, string | undefined>>;
  store: Store;
  integration: Integration;
  clock: Clock;
  /** Learns the secrets of each opened shop. */
  redactor: Redactor;
  /** The installations whose token worked in this process, so that each is checked once. */
  proven?: Set<string>;
  /** Receives the parts to close at the end. */
  onClose(close: () => Promise<void>): void;
}

/** The selected shops; empty means the implied shop of the target. */
export interface Selection {
  /** These installations; each must be active. */
  ids?: readonly string[];
  /** Every active installation. */
  all?: boolean;
}

/** A selected shop; opened when its turn comes. */
export interface SelectedShop {
  installationId: string;
  /**
   * @throws SpmError SPM_SECRET_MISSING, SPM_SECRET_INVALID, SPM_SETTINGS_INVALID, SPM_SHOP_CHANGED, SPM_API_* when its
   *   token has not worked yet, or SPM_STORE_* when the sandbox's file cannot be used
   */
  open(): Promise<Shop>;
  /**
   * For the implied shop of a URL: checks once that its token works.
   * @throws SpmError SPM_API_*
   */
  prove?(): Promise<void>;
}
