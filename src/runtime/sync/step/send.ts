/** Makes the `sendBulk` of a step, or of one of its pushes. */
import type { SendBulk } from '../../../connector/types.js';
import { streamName } from '../ledger/in-doubt/in-doubt.js';
import type { KeyedItem } from '../push/batches/identity.js';
import type { PushHooks } from '../push/call.js';
import { sendBulkWith } from '../push/caught/push-call.js';
import { addKeys, type Push } from '../push/push.js';
import { failItems, settleRequest } from '../settle/settle.js';
import { remembers } from './bulk-step.js';
import { readAgainLater } from './read-again.js';
import type { RunningStep } from './running.js';

export function sendBulkOf<S>(running: RunningStep<S>, push: Push): SendBulk {
  const { inFlight, sender, env } = running;
  const hooks = hooksOf(running, push);
  const sendBulk = sendBulkWith({
    client: env.context.client,
    send: (to, entries, options) => {
      hand(running, push, entries.length);
      return sender(to, entries, hooks, options);
    },
  });
  const within = (...given: Parameters<SendBulk>) =>
    inFlight.start({ kind: 'send', push: push.number }, () => {
      hand(running, push, 0);
      return sendBulk(...given);
    });
  return within as SendBulk;
}

function turnOf<S>({ order, env }: RunningStep<S>, push: Push, items: readonly KeyedItem[]) {
  const areKnown = () => items.every(({ names }) => names.length > 0);
  const turn = push.number === null ? null : order.turnOf(push.number, areKnown);
  return turn && until(turn, env.stop);
}

/** Also returns when the step is stopped; the gate then lets nothing out. */
async function until(turn: Promise<unknown>, stop: AbortSignal): Promise<void> {
  if (stop.aborted) return;
  const waited = new AbortController();
  const stopped = new Promise((resolve) => {
    stop.addEventListener('abort', resolve, { once: true, signal: waited.signal });
  });
  try {
    await Promise.race([turn, stopped]);
  } finally {
    waited.abort();
  }
}

/**
 * Resolves when everything that a push sent is settled, even if the push did not await it. Throws when something is
 * not settled, even if the push swallowed the error: no position may pass it.
 */
export async function assertSettled<S>(
  { inFlight, failures, own }: RunningStep<S>,
  push: Push,
): Promise<void> {
  for (const sender of [push, own]) {
    await inFlight.drained((work) => work.kind === 'send' && work.push === sender.number);
    failures.assertSettled(sender.failed);
  }
}

function hand<S>({ readsAreHanded, tally }: RunningStep<S>, push: Push, count: number): void {
  push.handed = (push.handed ?? 0) + count;
  if (readsAreHanded) tally.add({ read: count });
}

function hooksOf<S>(running: RunningStep<S>, push: Push): PushHooks {
  const { tellRejects } = running;
  return {
    ...(push.number !== null && { select: (items) => newestOf(running, push, items) }),
    turn: (items) => turnOf(running, push, items),
    settle: async (settlement) => {
      tellRejects(settlement.rejects, settlement.resource);
      await settleRequest(running, push, settlement);
    },
    admit: () => push.beforeRequest?.(),
    beforeBatch: (items) => readAgainWhereOvertaken(running, push, items),
    inDoubt: async (items) => {
      addKeys(push.keys.inDoubt, items);
      await noteInDoubt(running, items);
    },
    failed: (items, error) => failItems(running, push, items, error),
  };
}

async function readAgainWhereOvertaken<S>(
  running: RunningStep<S>,
  { keys }: Push,
  items: readonly KeyedItem[],
): Promise<void> {
  const { order, env, key } = running;
  const stream = streamName(key.entity, key.sourceKey);
  const overtaken = order.inDoubt.overtaken(items, stream, env.context.clock.now());
  if (overtaken.items.length === 0) return;
  addKeys(keys.overtaken, overtaken.items);
  await readAgainLater(running, overtaken.until);
}

/** Also stored, unless the selection recorded the records before they were sent. */
async function noteInDoubt<S>(running: RunningStep<S>, items: readonly KeyedItem[]): Promise<void> {
  const { order, env, key, step } = running;
  const { store, clock } = env.context;
  const now = clock.now();
  const noted = order.inDoubt.note(items, streamName(key.entity, key.sourceKey), now);
  if (!remembers(step)) await store.fenced.putInDoubt(env.lease.current(), noted, now);
}

/** Drops versions of records that a later push already handed over: the last version read wins. */
function newestOf<S>(
  { order, tally }: RunningStep<S>,
  push: Push,
  items: KeyedItem[],
): KeyedItem[] {
  const newest = order.newestOf(items, push.number ?? 0);
  if (newest.length < items.length) tally.add({ skipped: items.length - newest.length }, push);
  return newest;
}
