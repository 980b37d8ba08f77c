/**
 * Sends items in requests of the resource's limit, side by side as far as the lane and the order of the records allow,
 * and settles each. What a request settles is told to the hooks before it counts, so that the engine can make it
 * durable.
 */
import type { BulkFunction, BulkResult } from '../../../connector/types.js';
import { resourceOf } from '../../resources.js';
import { type Batch, cut } from './batches/cut.js';
import { identify, type KeyedItem } from './batches/identity.js';
import type { Call, PushHooks, SenderParts } from './call.js';
import { sendBatch } from './send-batch.js';

export type Sender = <T>(
  fn: BulkFunction,
  items: readonly T[],
  hooks: PushHooks,
  options?: { chunkSize?: number },
) => Promise<BulkResult<T>>;

/** What it makes throws what stopped a request, once no request of the call is on its way any more. */
export function makeSender(parts: SenderParts): Sender {
  let sequence = 0;
  return async <T>(
    fn: BulkFunction,
    items: readonly T[],
    hooks: PushHooks,
    options?: { chunkSize?: number },
  ) => {
    const resource = resourceOf(fn);
    const size = Math.max(1, Math.min(options?.chunkSize ?? resource.limit, resource.limit));
    const keyed = identify(items, resource, parts.keyOf);
    const selected = hooks.select?.(keyed, resource) ?? keyed;
    const state = { settled: new Set<number>(), rejects: [], acknowledged: 0 };
    const call: Call = { parts, fn, resource, hooks, ...state, failure: undefined };
    const batches = cut(selected, size);
    await Promise.all(batches.map((batch) => inTurn(call, batch, String(sequence++))));
    return resultOf(call, selected) as BulkResult<T>;
  };
}

/** Never rejects: `resultOf` tells. */
async function inTurn(call: Call, batch: Batch, sequence: string): Promise<void> {
  const turn = call.parts.order.enter(batch.names);
  try {
    await turn.ready;
    await call.hooks.beforeBatch?.(batch.items);
    if (!call.failure) await sendBatch(call, batch, sequence);
  } catch (error) {
    call.failure ??= { error };
  } finally {
    turn.release();
  }
}

/** Throws what stopped the call: its items are not settled. */
export function resultOf(call: Call, items: readonly KeyedItem[]): BulkResult<unknown> {
  const { failure, settled, hooks, resource, acknowledged } = call;
  if (failure) {
    const left = items.filter(({ index }) => !settled.has(index));
    hooks.failed?.(left, resource, failure.error);
    throw failure.error;
  }
  const rejectedItems = call.rejects
    .sort((a, b) => a.index - b.index)
    .map(({ index, item, errors, status }) => ({ index, item, errors, status }));
  return { sent: acknowledged, rejected: rejectedItems.length, rejectedItems };
}
