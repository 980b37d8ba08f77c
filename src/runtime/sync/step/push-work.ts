/** One push of a bulk step: push -> settle -> commit. */
import { acknowledged, tellsCounts } from '../../../connector/push-result.js';
import type { BulkStepConfig, SendBulk, SyncStepContext } from '../../../connector/types.js';
import type { StepCommit } from '../../ports/commit.js';
import type { RecordChanges } from '../../ports/records.js';
import type { Push } from '../push/push.js';
import type { Work } from '../select/gather.js';
import type { Selector } from '../select/select.js';
import { assertSettled, sendBulkOf } from './send.js';
import { type StepState, warn } from './state.js';

export interface PushWorkParts<S> {
  config: BulkStepConfig<S, unknown, object>;
  state: StepState;
  /** The context of the step; with another way to send, where one is given. */
  contextWith(sendBulk?: SendBulk): SyncStepContext<S>;
  /** Null when the step's records are not known one by one. */
  selector: Selector | null;
  /** Notes that a push is settled; gives the position that may be committed now, if there is one. */
  settle(push: Push): NonNullable<StepCommit['progress']> | null;
}

/** Resolves when the push is settled and that is durable. Throws when it is not. */
export async function pushWork<S>(parts: PushWorkParts<S>, work: Work, push: Push): Promise<void> {
  const { state, selector, settle } = parts;
  const { records, selection } = work;
  if (!selector || !selection) {
    await pushRecords(parts, records, push);
    return commit(state, push, {}, settle(push));
  }
  push.beforeRequest = () => selector.noteAgain(selection);
  try {
    await pushRecords(parts, records, push);
    await commit(state, push, selector.settled(selection, push.keys), settle(push));
  } finally {
    selection.release();
  }
}

/** Calls the connector's `push`, and holds it to what it sent. */
async function pushRecords<S>(
  { config, state, contextWith }: PushWorkParts<S>,
  records: object[],
  push: Push,
): Promise<void> {
  if (records.length === 0) return;
  const before = state.own.handed ?? 0;
  const returned = await config.push(contextWith(sendBulkOf(state, push)), records);
  await assertSettled(state, push);
  const sentOutsidePush = (state.own.handed ?? 0) - before;
  if (sentOutsidePush > 0) push.handed = (push.handed ?? 0) + sentOutsidePush;
  account(state, push, records.length, returned);
}

async function commit(
  { inFlight, commits }: StepState,
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
  'push sent nothing with ctx.sendBulk and returned no answer: its records are taken at its word for acknowledged';

/** Keeps `read` equal to what becomes of it, also where `push` sends more or fewer items than it was given. Rule R6. */
function account(state: StepState, push: Push, records: number, returned: unknown): void {
  const { handed } = push;
  const { tally } = state;
  if (handed !== null && handed > 0) {
    const more = handed - records;
    tally.add(more > 0 ? { read: more } : { skipped: -more }, push);
    return;
  }
  // It may have pushed by its own means: its word is all there is.
  const own = Math.min(acknowledged(returned, records), records);
  const tells = tellsCounts(returned);
  // To nothing, `sendBulk` answers that it sent nothing.
  if (handed === 0 && (!tells || own === 0)) {
    tally.add({ skipped: records }, push);
    return;
  }
  if (!tells) warn(state, AT_ITS_WORD);
  tally.add({ acknowledged: own }, push);
  if (own < records) throw new Error(`push settled ${own} of ${records} records by its own means`);
}
