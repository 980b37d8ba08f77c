/**
 * Sends items in requests of the resource's limit, in parallel as far as the lane and the order of records allow.
 * Before a settled request counts, the hooks make it durable.
 */
import type { Destination } from '../../resources/destination.js';
import { type Batch, cut } from './batches/cut.js';
import { type Entry, identify, type KeyedItem } from './batches/identity.js';
import type { Call, PushHooks, SenderParts, SettledReject } from './call.js';
import { sendBatch } from './send-batch.js';

/** The outcome of the items of one call: acknowledged or rejected. */
export interface Sent {
  sent: number;
  rejects: SettledReject[];
}

export type Sender = (
  destination: Destination,
  entries: readonly Entry[],
  hooks: PushHooks,
  options?: { chunkSize?: number },
) => Promise<Sent>;

/** When a request fails, the returned function throws after the other requests of the call have ended. */
export function makeSender(parts: SenderParts): Sender {
  let sequence = 0;
  return async (destination, entries, hooks, options) => {
    const { resource } = destination;
    const size = Math.max(1, Math.min(options?.chunkSize ?? resource.limit, resource.limit));
    const keyed = identify(entries, resource, parts.keyOf);
    const turn = hooks.turn?.(keyed) ?? null;
    // Await only when there is something to wait for, or a later call could overtake this one.
    if (turn !== null) await turn;
    const selected = hooks.select?.(keyed, resource) ?? keyed;
    const state = { settled: new Set<number>(), rejects: [], acknowledged: 0 };
    const call: Call = { parts, destination, resource, hooks, ...state, failure: undefined };
    const batches = cut(selected, size);
    await Promise.all(batches.map((batch) => inTurn(call, batch, String(sequence++))));
    return resultOf(call, selected);
  };
}

/** Never rejects; `resultOf` throws the error. */
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

/** Throws the error that stopped the call: some items are not settled. */
export function resultOf(call: Call, items: readonly KeyedItem[]): Sent {
  const { failure, settled, hooks, acknowledged } = call;
  if (failure) {
    const left = items.filter(({ index }) => !settled.has(index));
    hooks.failed?.(left, failure.error);
    throw failure.error;
  }
  return { sent: acknowledged, rejects: call.rejects.sort((a, b) => a.index - b.index) };
}
