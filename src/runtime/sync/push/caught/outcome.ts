/** Builds the result of a call of `sendBulk`. Pure. */
import type { BulkResult } from '../../../../connector/types.js';
import type { Destination } from '../../../resources/destination.js';
import { UNKNOWN } from '../../../resources/resource.js';
import type { Sent } from '../sender.js';

/** Adds the outcomes up. `rejected_items` is the ecosystem's name for `rejected`. */
export function resultOf(all: readonly Sent[]): BulkResult<unknown> {
  const rejectedItems = all
    .flatMap(({ rejects }) => rejects)
    .map(({ index, given, errors, status }) => ({ index, item: given, errors, status }))
    .sort((a, b) => a.index - b.index);
  return {
    sent: all.reduce((sum, { sent }) => sum + sent, 0),
    rejected: rejectedItems.length,
    rejectedItems,
    rejected_items: rejectedItems,
  };
}

/** For a call without a request through the client: all items in one batch, since no limit is known. */
export function destinationOfOtherClient(ask: (items: readonly unknown[]) => unknown): Destination {
  return {
    resource: { ...UNKNOWN, limit: Number.POSITIVE_INFINITY },
    request: {} as Destination['request'],
    ask: async (items) => ask(items),
  };
}
