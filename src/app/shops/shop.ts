/** A shop, and what opening one takes. Types only. */
import type { SpmHttpClient } from '@shopimind/sdk-js';
import type { Config } from '../../config/resolve.js';
import type { Integration, RawSettings, StateAccess } from '../../connector/types.js';
import type { Clock } from '../../runtime/ports/engine.js';
import type { Installation, Lease } from '../../runtime/ports/records.js';
import type { Store } from '../../runtime/ports/store.js';
import type { Provisioned } from '../../runtime/provisioned.js';
import type { Redactor } from '../../runtime/security/redactor.js';

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

/** Which shops are asked for; nothing means the one that the target implies. */
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
