/** One shop's installation of a connector, as the platform stores it. */

import type { ConfigSchema } from '../../connector/types.js';
import type { Item } from '../fields.js';

/** `activating` while the connector handles activate: its key already works. */
export type Status = 'created' | 'installed' | 'activating' | 'active' | 'inactive' | 'uninstalled';

export interface Installation {
  id: string;
  /** The connector's base URL, without a slash at the end. */
  url: string;
  webhook_secret: string;
  /** Null after a failed install deleted it. */
  key: string | null;
  status: Status;
  config_schema: ConfigSchema | null;
  /** A flat map of the values that the merchant saved. */
  configs: Item;
  /** Keys of the steps whose connection was tested since their last edit. */
  tested: string[];
  /** Sent with every lifecycle event; contains only known values. */
  shop: { shop_domain?: string; shop_name?: string };
  /** Sent with install; contains only known values. */
  external_account: { external_account_id?: string; external_account_name?: string };
  /** ISO-8601 UTC, as the other times. */
  created_at: string;
  installed_at: string | null;
  activated_at: string | null;
  deactivated_at: string | null;
  uninstalled_at: string | null;
}

/** The states in which the API answers to the installation's key. */
export const isKeyActive = (status: Status): boolean =>
  status === 'active' || status === 'activating';

export interface DeliveryAttempt {
  at: string;
  /** The signature headers, as sent. */
  headers: Record<string, string>;
  /** Null when no answer came. */
  status: number | null;
  ms: number;
  /** The first 2,000 characters of the answer, without secrets; null when no answer came. */
  response: string | null;
  /** Null when the response was as expected. */
  error: string | null;
}

/** One request to the connector, with its retry. */
export interface Delivery {
  id: number;
  /** The wire name of the lifecycle event, `test-connection`, or `remote-data/{resource}`. */
  event: string;
  url: string;
  at: string;
  /** The first 2,000 characters of the sent body, without secrets. */
  body: string;
  ok: boolean;
  error: string | null;
  attempts: DeliveryAttempt[];
}
