import { type SpmHttpClient, type SpmOrderStatusData, SpmOrdersStatuses } from '@shopimind/sdk-js';
import { SpmError } from '../../errors.js';
import type { OrderStatusChange } from '../../plan/diff.js';
import { unwrapBody } from '../api/envelope.js';
import { isRow, rowsOf, textsOf } from './parse.js';

/**
 * Writes them in requests of the route's limit. Resolves to what went wrong with which; the others are on
 * the shop. Throws what `unwrap` throws, for the whole request.
 */
export async function applyOrderStatuses(
  client: SpmHttpClient,
  changes: readonly OrderStatusChange[],
  now: number,
): Promise<Map<OrderStatusChange, SpmError>> {
  const at = new Date(now).toISOString();
  const items = changes.flatMap(({ body }) =>
    body === undefined ? [] : [{ is_deleted: false, created_at: at, updated_at: at, ...body }],
  );
  const envelope = await SpmOrdersStatuses.bulkSave(client, items satisfies SpmOrderStatusData[]);
  return rejections(unwrapBody(envelope, 'Saving the order statuses'), changes);
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
  const unnamed = Number(body.rejected_count ?? 0) > found.size;
  if (unnamed) {
    for (const change of changes) {
      if (!found.has(change))
        found.set(change, rejection([`${body.rejected_count} rejected, not said which`]));
    }
  }
  return found;
}

function rejection(messages: string[]): SpmError {
  const told = messages.join('; ') || 'without a reason';
  return new SpmError('SPM_API_ERROR', `The order status was rejected: ${told}`, {
    details: { status: 200, messages },
  });
}
