/** One push of a bulk step: push -> settle -> commit. */
import { acknowledged, reportsCounts } from '../../../connector/push-result.js';
import type { BulkStepConfig } from '../../../connector/types.js';
import type { StepCommit } from '../../ports/commit.js';
import type { RecordChanges } from '../../ports/records.js';
import type { Push } from '../push/push.js';
import type { Work } from '../select/gather.js';
import type { Selector } from '../select/select.js';
import { contextOf } from './context.js';
import { type RunningStep, warn } from './running.js';
import { assertSettled, sendBulkOf } from './send.js';

export interface BulkParts<S> {
  running: RunningStep<S>;
  config: BulkStepConfig<S, unknown, object>;
  /** Null when the step does not know its records by key. */
  selector: Selector | null;
}

/** Marks a push as settled. Returns the position that may be committed now, or null. */
export type SettlePush = (push: Push) => NonNullable<StepCommit['progress']> | null;

/** Resolves when the push is settled and durable. Throws when it is not. */
export async function pushWork<S>(
  parts: BulkParts<S>,
  { records, selection }: Work,
  push: Push,
  settle: SettlePush,
): Promise<void> {
  const { running, selector } = parts;
  if (!selector || !selection) {
    await pushRecords(parts, records, push);
    return commit(running, push, {}, settle(push));
  }
  push.beforeRequest = () => selector.note(selection);
  try {
    await selector.note(selection);
    await pushRecords(parts, records, push);
    await commit(running, push, selector.settled(selection, push.keys), settle(push));
  } finally {
    selection.release();
  }
}

/** Calls the connector's `push`, and checks the items that it sent. */
async function pushRecords<S>(
  { running, config }: BulkParts<S>,
  records: object[],
  push: Push,
): Promise<void> {
  if (records.length === 0) return;
  const { own } = running;
  const before = own.handed ?? 0;
  const ctx = contextOf(running, sendBulkOf(running, push));
  const returned = await config.push(ctx, records);
  await assertSettled(running, push);
  const sentOutsidePush = (own.handed ?? 0) - before;
  if (sentOutsidePush > 0) push.handed = (push.handed ?? 0) + sentOutsidePush;
  account(running, push, records.length, returned);
}

async function commit<S>(
  { inFlight, commits }: RunningStep<S>,
  push: Push,
  records: RecordChanges,
  progress: StepCommit['progress'] | null,
): Promise<void> {
  const isNew = (records.put?.size ?? 0) + (records.seen?.keys.length ?? 0) > 0;
  if (!isNew && !progress) return;
  const change = { ...(isNew && { records }), ...(progress && { progress }) };
  await inFlight.start({ kind: 'commit', push: push.number }, () => commits.write(change));
}

const AT_ITS_WORD =
  'push neither used ctx.sendBulk nor returned counts, so all its records count as acknowledged';

/** Keeps `read` equal to the sum of the outcomes when `push` sends more or fewer items than it got. Rule R6. */
function account<S>(running: RunningStep<S>, push: Push, records: number, returned: unknown): void {
  const { handed } = push;
  const { tally } = running;
  if (handed !== null && handed > 0) {
    const more = handed - records;
    tally.add(more > 0 ? { read: more } : { skipped: -more }, push);
    return;
  }
  // Without `sendBulk`, only the result of `push` is known.
  const own = Math.min(acknowledged(returned, records), records);
  const tells = reportsCounts(returned);
  // `sendBulk` of an empty list returns zero, which says nothing about the records.
  if (handed === 0 && (!tells || own === 0)) {
    tally.add({ skipped: records }, push);
    return;
  }
  if (!tells) warn(running, AT_ITS_WORD);
  tally.add({ acknowledged: own }, push);
  if (own < records)
    throw new Error(`push settled ${own} of ${records} records without ctx.sendBulk`);
}
