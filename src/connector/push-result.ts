import { isObject } from './problem.js';

/**
 * How many of `count` records a push settled, from its return value: a `BulkResult`, a list of them, the SDK's
 * envelope, or any other value, which counts as all. Throws when an envelope reports a failure or rejects, because
 * only `ctx.sendBulk` records those.
 */
export function acknowledged(
  returned: unknown,
  count: number,
  advice = 'push them with ctx.sendBulk',
): number {
  if (Array.isArray(returned) && returned.length > 0 && returned.every(isBulkResult)) {
    return returned.reduce((sum, result) => sum + result.sent, 0);
  }
  if (isBulkResult(returned)) return returned.sent;
  if (isEnvelope(returned)) return acknowledgedByEnvelope(returned, count, advice);
  return count;
}

/** Whether a push's return value says how many records were settled. */
export function reportsCounts(returned: unknown): boolean {
  if (Array.isArray(returned)) return returned.length > 0 && returned.every(isBulkResult);
  if (isBulkResult(returned)) return true;
  return (
    isEnvelope(returned) && isObject(returned.data) && typeof returned.data.sent_count === 'number'
  );
}

function isBulkResult(value: unknown): value is { sent: number } {
  return isObject(value) && typeof value.sent === 'number';
}

interface Envelope {
  ok: boolean;
  statusCode: number;
  data?: unknown;
  error?: unknown;
}

function isEnvelope(value: unknown): value is Envelope & Record<string, unknown> {
  return isObject(value) && typeof value.ok === 'boolean' && typeof value.statusCode === 'number';
}

function acknowledgedByEnvelope(
  { ok, statusCode, data, error }: Envelope,
  count: number,
  advice: string,
): number {
  const body = isObject(data) ? data : {};
  if (!ok) throw new Error(`the API answered ${statusCode}: ${reason(body.message, error)}`);
  const rejected = typeof body.rejected_count === 'number' ? body.rejected_count : 0;
  if (rejected > 0) {
    throw new Error(`the API rejected ${rejected} of ${count} records; ${advice}`);
  }
  return typeof body.sent_count === 'number' ? body.sent_count : count;
}

function reason(message: unknown, error: unknown): string {
  const text = message ?? (isObject(error) ? error.message : error) ?? 'no reason given';
  return Array.isArray(text) ? text.join(', ') : String(text);
}
