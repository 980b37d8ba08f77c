/** The path of a bulk step's records: read -> select -> push -> settle -> commit. */
import { advanceTo } from '../../../connector/bulk.js';
import { addCounts, noCounts } from '../accounting.js';
import { newPush, type Push } from '../push/push.js';
import { Pushes } from '../push/pushes.js';
import { BATCH_SIZE, readBatches } from '../read/batches.js';
import { outsideOf } from '../read/dates.js';
import { makePositions, type Positions } from '../read/positions.js';
import { Gatherer, type Work } from '../select/gather.js';
import { readsSnapshot } from './bulk-step.js';
import { contextOf } from './context.js';
import { type BulkParts, pushWork } from './push-work.js';
import { type RunningStep, restart, warn } from './running.js';
import { sendBulkOf } from './send.js';
import { datedWindow } from './window/dated.js';

export interface BulkEnd {
  /** The result of `advanceTo`. */
  advanceCursorTo: unknown;
  /** Whether an item was out of order. */
  outOfOrder: boolean;
}

/** Enough records to keep the maximum number of requests busy, at the largest usual size. */
const RECORDS_AHEAD = 800;
/** When sent records are known, none is sent again after a crash, so more pushes may run ahead. */
const PUSHES_AHEAD_WHEN_KNOWN = 64;

/** When little changed, the changes of up to this many batches are gathered into one push. */
const GATHERED_BATCHES = 20;
/** Higher for a snapshot, since no position waits for its pushes. */
const GATHERED_OF_SNAPSHOT = 100;

/** Throws the error that ends the step: of the stream, `map` or `push`, or of settling a push. */
export async function runBulkStep<S>(parts: BulkParts<S>): Promise<BulkEnd> {
  const { running, config, selector } = parts;
  const { tally, inFlight, logger, stream, step } = running;
  const ctx = contextOf(running, sendBulkOf(running, running.own));
  const size = config.batchSize ?? BATCH_SIZE;
  const isSnapshot = readsSnapshot(step);
  const positions = makePositions(isSnapshot ? {} : config, () => withdraw(running), logger);
  const most = size * (isSnapshot ? GATHERED_OF_SNAPSHOT : GATHERED_BATCHES);
  const gatherer = selector && new Gatherer(selector, inFlight, tally, { size, most });
  const window = datedWindow(running);
  const { start, finish } = openPushes(parts, positions, size);
  const reading = {
    read: (raw: unknown) => {
      tally.add({ read: 1 });
      positions.see(raw);
      const outside = outsideOf(config, window, raw);
      if (outside && window) stream.leftOut(outside, window.until);
      return outside === null;
    },
    mapped: (record: object) => stream.record(record),
    skipped: () => tally.add({ skipped: 1 }),
  };
  const end = async () => {
    for (const work of gatherer?.flush() ?? []) await start(work);
    await finish();
  };
  try {
    for await (const batch of readBatches(config, ctx, reading)) {
      await positions.withdrawal;
      const works = gatherer ? gatherer.add(batch) : [{ ...batch, selection: null }];
      for await (const work of works) await start(work);
    }
  } catch (error) {
    // Push the records that were read before the error. Errors of these pushes matter less than the first one.
    if (!ctx.signal.aborted) {
      await end().catch(() => {});
      tellOfPushed(running);
    }
    // After a signal nothing more starts. A push that hangs is abandoned with the step.
    else await inFlight.drained(({ kind }) => kind === 'push');
    throw error;
  }
  await end();
  return { advanceCursorTo: await advanceTo(config, ctx), outOfOrder: positions.broken };
}

/** Reports the pushed records, although the window is read again. */
function tellOfPushed<S>(running: RunningStep<S>): void {
  const { acknowledged } = running.tally.counts;
  if (acknowledged === 0) return;
  warn(
    running,
    `The stream failed. The records read before were pushed: ${acknowledged} acknowledged`,
  );
}

function openPushes<S>(parts: BulkParts<S>, positions: Positions, size: number) {
  const { running } = parts;
  const { inFlight, order, tally, own } = running;
  const pushes = new Pushes(inFlight, {
    records: Math.max(2 * size, RECORDS_AHEAD),
    pushes: pushesAhead(parts),
    // Items sent with the step's own context name no push, so only one push may run.
    mayOverlap: () => !own.handed,
  });
  let next = 1;
  let settledCounts = noCounts();
  /** The position up to which all pushes are settled, including this one; null when there is none. */
  const settle = (push: Push) => {
    const taken = pushes.settle(push);
    order.forgetBefore(pushes.oldest(next));
    for (const { push: one } of taken) settledCounts = addCounts(settledCounts, one.counts);
    const last = taken.at(-1);
    const position = last && positions.at(last.last);
    return position === undefined ? null : { position, counts: tally.ofWindow(settledCounts) };
  };
  const start = (work: Work) => {
    const push = newPush(next++, work.counts);
    const covered = { push, records: work.records.length, last: work.last };
    return pushes.start(covered, () => pushWork(parts, work, push, settle));
  };
  return { start, finish: () => pushes.finish() };
}

function pushesAhead<S>({ running, config, selector }: BulkParts<S>): number {
  // After a crash, up to this many pushes are sent again.
  const { concurrency } = running.env.lane.options;
  const usual = selector?.skips ? PUSHES_AHEAD_WHEN_KNOWN : concurrency;
  return Math.min(config.concurrency ?? usual, usual);
}

/** Starts at once, while the step still runs. */
function withdraw<S>(running: RunningStep<S>): Promise<void> {
  return running.inFlight.start({ kind: 'commit', push: null }, () => restart(running));
}
