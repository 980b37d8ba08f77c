import { type SpmOrderStatusData, SpmOrdersStatuses } from '@shopimind/sdk-js';
import type { OrderStatusDefinition } from '../../connector/types.js';
import { SpmError } from '../../errors.js';
import type { OrderStatusChange } from '../../plan/diff.js';
import { unwrapBody } from '../api/envelope.js';
import { isRow, rowsOf, textsOf } from './parse.js';
import type { Run } from './run.js';
import { send } from './send.js';

/**
 * Writes them in requests of the size that the route allows. Resolves to the failed ones and their reasons; the others
 * are on the shop. Throws the errors of `unwrap` for the whole request.
 */
export async function applyOrderStatuses(
  changes: readonly OrderStatusChange[],
  run: Run,
): Promise<Map<OrderStatusChange, SpmError>> {
  const now = new Date(run.options.now).toISOString();
  const items = changes.flatMap(({ body }) => (body === undefined ? [] : [complete(body, now)]));
  const body = await send(
    run,
    (client) => SpmOrdersStatuses.bulkSave(client, items),
    (envelope) => unwrapBody(envelope, 'Saving the order statuses'),
  );
  return rejections(body, changes);
}

/** The API requires all of these fields. */
function complete(status: OrderStatusDefinition, now: string): SpmOrderStatusData {
  return {
    ...status,
    is_deleted: status.is_deleted ?? false,
    created_at: status.created_at ?? now,
    updated_at: status.updated_at ?? now,
  };
}

function rejections(
  body: unknown,
  changes: readonly OrderStatusChange[],
): Map<OrderStatusChange, SpmError> {
  const found = new Map<OrderStatusChange, SpmError>();
  if (!isRow(body)) return found;
  for (const item of rowsOf(body.rejected_items)) {
    const change = changes[Number(item.index)];
    if (change !== undefined) found.set(change, rejection(textsOf(item.errors)));
  }
  if (Number(body.rejected_count ?? 0) > found.size) {
    const unnamed = rejection([
      `${body.rejected_count} were rejected, but the API did not say which`,
    ]);
    for (const change of changes) if (!found.has(change)) found.set(change, unnamed);
  }
  return found;
}

function rejection(messages: string[]): SpmError {
  const told = messages.join('; ') || 'the API gave no reason';
  return new SpmError('SPM_API_ERROR', `The order status was rejected: ${told}`, {
    details: { status: 200, messages },
  });
}
