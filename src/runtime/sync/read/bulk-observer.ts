/** Lets the engine take part in a bulk step's loop: overlapping pushes, accounting, checkpoints. */
import type { BulkObserver, Send } from '../../../connector/bulk.js';
import { acknowledged, tellsCounts } from '../../../connector/push-result.js';
import type { BulkStepConfig, Logger, SendBulk } from '../../../connector/types.js';
import type { StepCommit } from '../../ports/commit.js';
import type { StepCounts } from '../../ports/records.js';
import { addCounts, noCounts } from '../accounting.js';
import { PushTicket } from '../push/push-ticket.js';
import { Pushes } from '../push/pushes.js';
import { joinSelections, type KnownRecords, type Selection } from '../select/known-records.js';
import { Prefix } from '../settle/prefix.js';
import type { StepSession } from '../step/session.js';
import { makePositions, type Positions } from './positions.js';

type Config = Pick<
  BulkStepConfig<never, unknown, object>,
  'position' | 'order' | 'batchSize' | 'concurrency'
>;

export interface EngineObserver extends BulkObserver<unknown, object> {
  /** Whether the stream broke the order that it promised. */
  outOfOrder(): boolean;
}

/** Enough records on their way to keep the requests in flight that a run may have, of the largest usual size. */
const RECORDS_AHEAD = 800;
/** Where what was sent is known, a crash has none of it sent again, however far ahead it is. */
const PUSHES_AHEAD_WHEN_KNOWN = 64;
const BATCH_SIZE = 500;

export interface BulkObserverParts {
  session: StepSession;
  config: Config;
  logger: Logger;
  /** Requests in flight that the run may have: so many pushes at most are sent again after a crash. */
  concurrency: number;
  /** The context of the step, with another way to send. */
  contextWith(sendBulk: SendBulk): unknown;
  /** Null when the step's records are not known one by one. */
  known: KnownRecords | null;
}

export function observeBulk(parts: BulkObserverParts): EngineObserver {
  const { session, config, logger, known } = parts;
  const size = config.batchSize ?? BATCH_SIZE;
  const positions = makePositions(session, config, logger);
  const pushes = new Pushes(
    {
      records: Math.max(2 * size, RECORDS_AHEAD),
      pushes: pushesAhead(parts),
    },
    // What the step sends with its own context belongs to no push, unless there is but one.
    () => session.strayed === 0,
  );
  const settled = makeSettled();
  let next = 1;
  let unassigned = noCounts();
  const count = (counts: Partial<typeof unassigned>) => {
    session.add(counts);
    unassigned = addCounts(unassigned, { ...noCounts(), ...counts });
  };
  let gathered: Work | undefined;
  let read = 0;

  const start = ({ records, last, send, counts, selection }: Work): Promise<void> => {
    const ticket = new PushTicket(next++, counts);
    const settle = settled.open({ ticket, last });
    const work: PushWork = {
      ...parts,
      ticket,
      send,
      earlier: () => pushes.before(ticket.number),
      commit: (fingerprints) => {
        session.order.forgetBefore(pushes.oldest(next));
        return session.commitPush({ fingerprints, prefix: settle(positions) });
      },
    };
    return pushes.start(ticket.number, records.length, () =>
      session.tasks.start('A batch was pushed', () => pushRecords(work, records, selection), true),
    );
  };
  const flush = async () => {
    const work = gathered;
    gathered = undefined;
    read = 0;
    if (work) await start(work);
  };

  return {
    outOfOrder: () => positions.broken,
    read: (raw) => {
      count({ read: 1 });
      positions.see(raw);
    },
    skipped: () => count({ skipped: 1 }),
    push: async (records, last, send) => {
      await positions.withdrawal;
      const counts = unassigned;
      unassigned = noCounts();
      if (known === null) return start({ records, last, send, counts, selection: null });
      // Its next version must come after it: what was gathered goes first.
      if (gathered?.selection?.hashes.size && known.meets(gathered.selection, records))
        await flush();
      const selection = await session.tasks.start(
        'Records were compared',
        () => known.select(records),
        true,
      );
      // A push is handed no more records than a batch has.
      if (gathered && gathered.records.length + selection.send.length > size) await flush();
      const found = { ...noCounts(), unchanged: selection.unchanged, skipped: selection.replaced };
      session.add(found);
      gathered = join(gathered, {
        records: selection.send,
        last,
        send,
        counts: addCounts(counts, found),
        selection,
      });
      read += records.length;
      if (gathered.records.length >= size || read >= size * GATHERED_BATCHES) await flush();
    },
    finish: async () => {
      await flush();
      await pushes.finish();
    },
  };
}

/** Records to push together. */
interface Work {
  records: object[];
  /** The last raw item that they cover. */
  last: unknown;
  send: Send<object>;
  /** Of what was read for them. */
  counts: StepCounts;
  /** What is known of them; null when they are not known one by one. */
  selection: Selection<object> | null;
}

/** Where little has changed, what has is gathered from several batches; at the latest after so many. */
const GATHERED_BATCHES = 20;

function join(before: Work | undefined, more: Work): Work {
  if (!before?.selection || !more.selection) return more;
  const selection = joinSelections(before.selection, more.selection);
  const counts = addCounts(before.counts, more.counts);
  return { ...more, records: selection.send, counts, selection };
}

function pushesAhead({ config, concurrency, known }: BulkObserverParts): number {
  const usual = known?.skips ? PUSHES_AHEAD_WHEN_KNOWN : concurrency;
  return Math.min(config.concurrency ?? usual, usual);
}

/** One batch on its way. */
interface PushWork extends BulkObserverParts {
  ticket: PushTicket;
  send: Send<object>;
  /** See `Pushes.before`. */
  earlier(): Promise<unknown> | null;
  /** Settles the batch. */
  commit(fingerprints: StepCommit['fingerprints']): Promise<void>;
}

async function pushRecords(
  work: PushWork,
  records: object[],
  selection: Selection<object> | null,
): Promise<void> {
  const { known, ticket } = work;
  if (known === null || selection === null) {
    await sendAll(work, records);
    return work.commit(undefined);
  }
  ticket.beforeRequest = () => known.noteAgain(selection);
  try {
    await sendAll(work, records);
    await work.commit(known.settled(selection, ticket));
  } finally {
    selection.release();
  }
}

async function sendAll(work: PushWork, records: object[]): Promise<void> {
  if (records.length === 0) return;
  const { session, ticket, contextWith, send, earlier } = work;
  const strayed = session.strayed;
  const returned = await send({ records, ctx: contextWith(session.sendBulkOf(ticket, earlier)) });
  await session.assertSettled(ticket);
  if (session.strayed > strayed) ticket.hand(session.strayed - strayed);
  account(session, ticket, records.length, returned);
}

interface Covered {
  ticket: PushTicket;
  /** The last raw item of the push. */
  last: unknown;
}

/** The position behind which everything is settled, as it moves. */
function makeSettled() {
  const prefix = new Prefix<Covered>();
  let counts = noCounts();
  return {
    open(covered: Covered) {
      const settle = prefix.open(covered);
      return (positions: Positions) => {
        const taken = settle();
        for (const { ticket } of taken) counts = addCounts(counts, ticket.counts);
        const last = taken.at(-1);
        const position = last && positions.at(last.last);
        return position === undefined ? null : { position, counts };
      };
    },
  };
}

const AT_ITS_WORD =
  'push sent nothing with ctx.sendBulk and returned no answer: its records are taken at its word for acknowledged';

/** Keeps `read` equal to what becomes of it, also where `push` sends more or fewer items than it was given. */
function account(
  session: StepSession,
  ticket: PushTicket,
  records: number,
  returned: unknown,
): void {
  const { handed } = ticket;
  if (handed !== null && handed > 0) {
    const more = handed - records;
    session.add(more > 0 ? { read: more } : { skipped: -more }, ticket);
    return;
  }
  // It may have pushed by its own means: its word is all there is.
  const own = Math.min(acknowledged(returned, records), records);
  const tells = tellsCounts(returned);
  // To nothing, `sendBulk` answers that it sent nothing.
  if (handed === 0 && (!tells || own === 0)) {
    session.add({ skipped: records }, ticket);
    return;
  }
  if (!tells) session.warn(AT_ITS_WORD);
  session.add({ acknowledged: own }, ticket);
  if (own < records) throw new Error(`push settled ${own} of ${records} records by its own means`);
}
