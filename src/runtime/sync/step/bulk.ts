/** The way of the records of a bulk step: read -> select -> push -> settle -> commit. */
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
  /** As `advanceTo` gives it. */
  advanceCursorTo: unknown;
  /** Whether the stream broke the order that it promised. */
  outOfOrder: boolean;
}

/** Enough records on their way to keep the requests in flight that a run may have, of the largest usual size. */
const RECORDS_AHEAD = 800;
/** Where what was sent is known, a crash has none of it sent again, however far ahead it is. */
const PUSHES_AHEAD_WHEN_KNOWN = 64;

/** Where little has changed, what has is gathered from several batches; at the latest after so many. */
const GATHERED_BATCHES = 20;
/** No position waits for it to be pushed. */
const GATHERED_OF_SNAPSHOT = 100;

/** Throws what ends the step: what the stream, `map` or `push` throw, and what keeps a push from being settled. */
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
    // What was read before goes out all the same. What goes wrong with it comes after what ended the stream.
    if (!ctx.signal.aborted) {
      await end().catch(() => {});
      tellOfPushed(running);
    }
    // After a signal nothing more is begun. A push that hangs is given up on with the step.
    else await inFlight.drained(({ kind }) => kind === 'push');
    throw error;
  }
  await end();
  return { advanceCursorTo: await advanceTo(config, ctx), outOfOrder: positions.broken };
}

/** What was pushed counts, although its window is read again. */
function tellOfPushed<S>(running: RunningStep<S>): void {
  const { acknowledged } = running.tally.counts;
  if (acknowledged === 0) return;
  warn(
    running,
    `The stream failed; what was read before it was pushed: ${acknowledged} acknowledged`,
  );
}

function openPushes<S>(parts: BulkParts<S>, positions: Positions, size: number) {
  const { running } = parts;
  const { inFlight, order, tally, own } = running;
  const pushes = new Pushes(inFlight, {
    records: Math.max(2 * size, RECORDS_AHEAD),
    pushes: pushesAhead(parts),
    // What the step sends with its own context belongs to no push, unless there is but one.
    mayOverlap: () => !own.handed,
  });
  let next = 1;
  let settledCounts = noCounts();
  /** How far everything is settled without a gap, once this push is; null where no position tells. */
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
  // So many pushes at most are sent again after a crash.
  const { concurrency } = running.env.lane.options;
  const usual = selector?.skips ? PUSHES_AHEAD_WHEN_KNOWN : concurrency;
  return Math.min(config.concurrency ?? usual, usual);
}

/** At once, also while the step runs. */
function withdraw<S>(running: RunningStep<S>): Promise<void> {
  return running.inFlight.start({ kind: 'commit', push: null }, () => restart(running));
}
