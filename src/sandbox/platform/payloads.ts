/** The bodies of the lifecycle webhooks, field by field as they are documented. */

import { ACTIVATE_CARRIES_TOKEN, WEBHOOKS_CARRY_TIMES } from '../choices.js';
import type { Item } from '../fields.js';
import type { Installation } from './installation.js';

export type LifecycleEvent =
  | 'integration.installed'
  | 'integration.activated'
  | 'integration.deactivated'
  | 'integration.uninstalled'
  | 'integration.config_updated';

/** What an event carries besides the common fields. `now` is ISO-8601 UTC. */
const EXTRAS: Record<LifecycleEvent, (installation: Installation, now: string) => Item> = {
  'integration.installed': ({ key, configs, external_account }, now) => ({
    access_token: key,
    configs,
    ...external_account,
    ...time('installed_at', now),
  }),
  'integration.activated': ({ key, configs }, now) => ({
    configs,
    ...(ACTIVATE_CARRIES_TOKEN ? { access_token: key } : {}),
    ...time('activated_at', now),
  }),
  'integration.deactivated': (_installation, now) => time('deactivated_at', now),
  'integration.uninstalled': (_installation, now) => time('uninstalled_at', now),
  'integration.config_updated': ({ configs }) => ({ configs }),
};

const time = (name: string, now: string): Item => (WEBHOOKS_CARRY_TIMES ? { [name]: now } : {});

export function lifecyclePayload(
  event: LifecycleEvent,
  installation: Installation,
  now: string,
): Item {
  return {
    event,
    installation_id: installation.id,
    ...installation.shop,
    ...EXTRAS[event](installation, now),
  };
}
