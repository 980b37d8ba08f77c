/** Makes the dead letter of a rejected item. Pure. Rule D1. */
import { createHash } from 'node:crypto';
import type { CursorKey, NewReject } from '../../../ports/records.js';
import type { Resource } from '../../../resources/resource.js';
import { redact } from '../../../security/redact.js';
import { recordOf } from '../../push/batches/identity.js';
import type { SettledReject } from '../../push/call.js';

export function makeLetter(
  { item, key, stepKey, errors, status, names }: SettledReject,
  step: CursorKey,
  resource: Resource,
): NewReject {
  const record = recordOf(names) ?? { payload: redact(item, { whole: true }) };
  const identity = letterIdentity(step, resource, record);
  return { identity, payload: item, key, stepKey, errors, status, route: resource.route ?? null };
}

/**
 * Equal for rejects of one record, or of one payload when there is no record key. A step may push several resources
 * under one key, so the resource is part of it.
 */
export function letterIdentity(
  { installationId, entity, sourceKey }: CursorKey,
  { name }: Resource,
  record: string | { payload: unknown },
): string {
  return createHash('sha256')
    .update(JSON.stringify([installationId, entity, sourceKey, name, record]))
    .digest('hex');
}
