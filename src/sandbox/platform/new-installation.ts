/** Creates an installation. */

import { randomBytes } from 'node:crypto';
import type { ConfigSchema } from '../../connector/types.js';
import type { Item } from '../fields.js';
import { mergeConfigs } from './config-values.js';
import { connectorUrl } from './connector-url.js';
import type { Installation } from './installation.js';

export interface NewInstallation {
  url: string;
  webhook_secret: string;
  config_schema?: ConfigSchema;
  configs?: Item;
  shop_domain?: string;
  shop_name?: string;
  external_account_id?: string;
  external_account_name?: string;
}

/** `at`: ISO-8601 UTC. Throws 400 for an invalid url or invalid configs. */
export function newInstallation(
  given: NewInstallation,
  at: string,
  anywhere: boolean,
): Installation {
  const config_schema = given.config_schema ?? null;
  const { shop_domain, shop_name, external_account_id, external_account_name } = given;
  return {
    id: `inst-${randomBytes(8).toString('hex')}`,
    url: connectorUrl(given.url, anywhere),
    webhook_secret: given.webhook_secret,
    key: newKey(),
    status: 'created',
    config_schema,
    configs: mergeConfigs(config_schema, {}, given.configs ?? {}),
    tested: [],
    shop: known({ shop_domain, shop_name }),
    external_account: known({ external_account_id, external_account_name }),
    created_at: at,
    installed_at: null,
    activated_at: null,
    deactivated_at: null,
    uninstalled_at: null,
  };
}

/** `int` distinguishes an integration's key from a shop's. */
export const newKey = (): string => `int-${randomBytes(16).toString('hex')}`;

/** Leaves out undefined values. */
const known = <T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
