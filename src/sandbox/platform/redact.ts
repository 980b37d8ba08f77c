/** Hides the connector's secrets from people and logs. The installation's key is not hidden. */

import type { Item } from '../fields.js';
import { fieldsOf, isSensitive } from './config-schema.js';
import type { Installation } from './installation.js';

export const REDACTED = '[redacted]';

/** Shorter values occur everywhere by chance; hiding them would only make the text unreadable. */
const SHORTEST_SECRET = 4;

const sensitiveKeys = ({ config_schema }: Installation): Set<string> =>
  new Set(
    fieldsOf(config_schema)
      .filter(isSensitive)
      .map(({ key }) => key),
  );

export function redactConfigs(installation: Installation): Item {
  const sensitive = sensitiveKeys(installation);
  return Object.fromEntries(
    Object.entries(installation.configs).map(([key, value]) => [
      key,
      sensitive.has(key) ? REDACTED : value,
    ]),
  );
}

/** The secret as written within JSON, and within JSON that is quoted in JSON. */
const escaped = (text: string): string => JSON.stringify(text).slice(1, -1);

/** Removes the installation's secrets from a text, which may be JSON. */
export function redactorFor(installation: Installation): (text: string) => string {
  const sensitive = sensitiveKeys(installation);
  const values = Object.entries(installation.configs)
    .filter(([key]) => sensitive.has(key))
    .map(([, value]) => String(value));
  const secrets = [installation.webhook_secret, ...values]
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .flatMap((secret) => [secret, escaped(secret), escaped(escaped(secret))])
    .sort((a, b) => b.length - a.length);
  return (text) => secrets.reduce((rest, secret) => rest.replaceAll(secret, REDACTED), text);
}
