/** The `sendBulk` that a step, or one of its pushes, is handed. */
import type { SendBulk } from '../../../connector/types.js';
import { resourceOf } from '../../resources.js';
import { type KeyedItem, namesOf } from '../push/batches.js';
import type { PushHooks } from '../push/call.js';
import { noteInDoubt } from '../push/doubt.js';
import type { Push } from '../push/push.js';
import { failItems, settleRequest } from '../settle/settle.js';
import type { StepState } from './state.js';

export function sendBulkOf(state: StepState, push: Push): SendBulk {
  const { inFlight, order, sender, keyOf } = state;
  const hooks = hooksOf(state, push);
  return (fn, items, options) =>
    inFlight.start({ kind: 'send', push: push.number }, async () => {
      hand(state, push, items.length);
      const areKnown = () => {
        const resource = resourceOf(fn);
        return items.every((item) => namesOf(item, resource, keyOf).length > 0);
      };
      if (push.number !== null) await order.turnOf(push.number, areKnown);
      return sender(fn, items, hooks, options);
    });
}

/**
 * Resolves when everything that a push sent is settled, also what it did not wait for. Throws when it is not, also what
 * the push swallowed: no position may pass it.
 */
export async function assertSettled(state: StepState, push: Push): Promise<void> {
  const { inFlight, failures, own } = state;
  for (const sender of [push, own]) {
    await inFlight.drained((work) => work.kind === 'send' && work.push === sender.number);
    failures.assertSettled(sender.failed);
  }
}

function hand({ readsAreHanded, tally }: StepState, push: Push, count: number): void {
  push.handed = (push.handed ?? 0) + count;
  if (readsAreHanded) tally.add({ read: count });
}

function hooksOf(state: StepState, push: Push): PushHooks {
  const { number } = push;
  const { order, keyOf, parts } = state;
  return {
    ...(number !== null && { select: (items) => newestOf(state, push, items) }),
    settle: async (settlement) => {
      state.tellRejects(settlement.rejects, settlement.resource);
      await settleRequest(state, push, settlement);
    },
    admit: () => push.beforeRequest?.(),
    doubtful: (items) => noteInDoubt(order, push.keys, items, keyOf, parts.clock.now()),
    failed: (items, resource, error) => failItems(state, push, items, resource, error),
  };
}

/** Without the versions of records that a later push has handed over before: the last one read wins. */
function newestOf({ order, tally }: StepState, push: Push, items: KeyedItem[]): KeyedItem[] {
  const newest = order.newestOf(items, push.number ?? 0);
  if (newest.length < items.length) tally.add({ skipped: items.length - newest.length }, push);
  return newest;
}
