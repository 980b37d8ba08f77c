/** Small functions that connectors of the ecosystem use, by the kit's names. */
import { checkIntegration } from '../connector/check.js';
import { integrationName } from '../connector/integration.js';
import { invalidError } from '../connector/problem.js';
import type { Integration } from '../connector/types.js';
import { redact as clean } from '../runtime/security/redact.js';
import { isSecretKey } from '../runtime/state.js';

/**
 * A copy with `[redacted]` in place of secrets: values under names of secrets, and under `keys`.
 */
export function redact(value: unknown, keys?: Iterable<string>): unknown {
  return clean(value, keys === undefined ? {} : { keys });
}

/** Whether the name of a field says that its value is secret, such as `api_key`. */
export function isSensitiveKey(name: string): boolean {
  return isSecretKey(name);
}

/** Throws SPM_CONNECTOR_INVALID with every problem. */
export function validateIntegration(integration: unknown): asserts integration is Integration {
  const problems = checkIntegration(integration);
  if (problems.length === 0) return;
  throw invalidError('SPM_CONNECTOR_INVALID', integrationName(integration), problems);
}

const HOUR = 60 * 60 * 1000;

export const nowIso = (): string => new Date().toISOString();

export const isoHoursAgo = (hours: number): string =>
  new Date(Date.now() - hours * HOUR).toISOString();

export const isoDaysAgo = (days: number): string => isoHoursAgo(days * 24);

const WITHOUT_ZONE = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)$/;

/** Milliseconds since the epoch of a time in the store, NaN for none. Times without a zone are UTC. */
export function parseStoreTimestamp(text: string | null | undefined): number {
  const [, date, time] = WITHOUT_ZONE.exec(text ?? '') ?? [];
  return Date.parse(date === undefined ? (text ?? '') : `${date}T${time}Z`);
}
