/** Reads lifecycle webhooks. Pure. API reference, section 12. */
import type { RawSettings } from '../../connector/types.js';
import { isImpliedId } from '../implied.js';
import type { NewInstallation } from '../ports/records.js';

export type EventName =
  | 'installed'
  | 'activated'
  | 'deactivated'
  | 'uninstalled'
  | 'config_updated';

export interface LifecycleEvent {
  name: EventName;
  installationId: string;
  /** The data of the shop in the event. */
  installation: NewInstallation;
  token: string | null;
  configs: RawSettings | null;
}

/** Errors in a webhook, as codes for the platform. */
export type EventFault =
  | 'unknown_event'
  | 'missing_installation_id'
  | 'invalid_installation_id'
  | 'missing_access_token'
  | 'invalid_access_token'
  | 'invalid_configs';

export type ReadEvent = { event: LifecycleEvent } | { fault: EventFault };

/** The names on the wire, and the short ones of the platform's guide. */
const NAMES: Readonly<Record<string, EventName>> = {
  'integration.installed': 'installed',
  'integration.activated': 'activated',
  'integration.deactivated': 'deactivated',
  'integration.uninstalled': 'uninstalled',
  'integration.config_updated': 'config_updated',
  install: 'installed',
  activate: 'activated',
  deactivate: 'deactivated',
  uninstall: 'uninstalled',
  config_updated: 'config_updated',
};

/** Ids are printed, and tokens travel in a header. */
const ID = /^[\x21-\x7e]{1,200}$/;
const TOKEN = /^[\x21-\x7e]{1,4096}$/;
const MOST_TEXT = 500;

export type JsonObject = Readonly<Record<string, unknown>>;

export function readEvent(body: JsonObject): ReadEvent {
  const name = typeof body.event === 'string' ? nameOf(body.event) : undefined;
  if (name === undefined) return { fault: 'unknown_event' };
  const installationId = idOf(body);
  if (installationId === null) return { fault: 'missing_installation_id' };
  if (!ID.test(installationId) || installationId.startsWith('-') || isImpliedId(installationId))
    return { fault: 'invalid_installation_id' };
  const token = body.access_token ?? null;
  if (token === null && name === 'installed') return { fault: 'missing_access_token' };
  if (token !== null && !(typeof token === 'string' && TOKEN.test(token)))
    return { fault: 'invalid_access_token' };
  const configs = body.configs ?? null;
  if (configs !== null && !isObject(configs)) return { fault: 'invalid_configs' };
  if (configs === null && name === 'config_updated') return { fault: 'invalid_configs' };
  const installation = installationOf(installationId, body);
  return { event: { name, installationId, installation, token, configs } };
}

const nameOf = (text: string): EventName | undefined =>
  Object.hasOwn(NAMES, text) ? NAMES[text] : undefined;

/** Uses the former numeric id only if the event has no other id. */
function idOf({ installation_id: id, id_shop_integration: former }: JsonObject): string | null {
  for (const value of [id, former]) {
    if (typeof value === 'string' && value !== '') return value;
    if (Number.isSafeInteger(value)) return String(value);
  }
  return null;
}

function installationOf(installationId: string, body: JsonObject): NewInstallation {
  const fields = {
    shopDomain: textOf(body.shop_domain),
    shopName: textOf(body.shop_name),
    externalAccountRef: textOf(body.external_account_id),
    externalAccountName: textOf(body.external_account_name),
  };
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return { installationId, ...Object.fromEntries(given) };
}

function textOf(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  return String(value).slice(0, MOST_TEXT) || undefined;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
