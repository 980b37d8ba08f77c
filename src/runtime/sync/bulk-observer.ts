/** Lets the engine take part in a bulk step's loop: overlapping pushes, accounting, checkpoints. */
import type { BulkObserver, Send } from '../../connector/bulk.js';
import { acknowledged, tellsCounts } from '../../connector/push-result.js';
import type { BulkStepConfig, Logger, Position, SendBulk } from '../../connector/types.js';
import type { StepCommit } from '../ports.js';
import { addCounts, noCounts } from './accounting.js';
import type { KnownRecords } from './known-records.js';
import { comparePositions } from './order.js';
import { Prefix } from './prefix.js';
import { Pushes } from './pushes.js';
import { PushTicket, type StepSession } from './session.js';

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
  const { session, config, logger } = parts;
  const positions = makePositions(session, config, logger);
  const pushes = new Pushes(
    {
      records: Math.max(2 * (config.batchSize ?? BATCH_SIZE), RECORDS_AHEAD),
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
  return {
    outOfOrder: () => positions.broken,
    read: (raw) => {
      count({ read: 1 });
      positions.see(raw);
    },
    skipped: () => count({ skipped: 1 }),
    push: async (records, last, send) => {
      await positions.withdrawal;
      const ticket = new PushTicket(next++, unassigned);
      unassigned = noCounts();
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
      await pushes.start(ticket.number, records.length, () =>
        session.track('A batch was pushed', () => pushRecords(work, records)),
      );
    },
    finish: () => pushes.finish(),
  };
}

function pushesAhead({ config, concurrency, known }: BulkObserverParts): number {
  if (config.concurrency === 1) return 1;
  return known?.skips ? PUSHES_AHEAD_WHEN_KNOWN : concurrency;
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

async function pushRecords(work: PushWork, records: object[]): Promise<void> {
  const { known, session, ticket } = work;
  if (known === null) {
    await sendAll(work, records);
    return work.commit(undefined);
  }
  const selection = await known.select(records);
  ticket.beforeRequest = () => known.noteAgain(selection);
  try {
    session.add({ unchanged: selection.unchanged, skipped: selection.replaced }, ticket);
    await sendAll(work, selection.send);
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
  ticket.handed += session.strayed - strayed;
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
  if (handed > records) session.add({ read: handed - records }, ticket);
  else if (handed > 0) session.add({ skipped: records - handed }, ticket);
  else {
    // It pushed by its own means: its word is all there is.
    if (!tellsCounts(returned)) session.warn(AT_ITS_WORD);
    const own = Math.min(acknowledged(returned, records), records);
    session.add({ acknowledged: own }, ticket);
    if (own < records)
      throw new Error(`push settled ${own} of ${records} records by its own means`);
  }
}

interface Positions {
  broken: boolean;
  /** Settles when no earlier checkpoint is there to be resumed from. */
  withdrawal: Promise<void>;
  see(raw: unknown): void;
  /** What to commit after the push that ends with `raw`, or undefined for nothing. */
  at(raw: unknown): Position | undefined;
}

/**
 * The positions to commit. Once the stream turns out not to be ordered as it promised (rule W8), items that belong
 * before an earlier checkpoint may come: it is withdrawn at once, and nothing is committed any more.
 */
function makePositions(
  session: StepSession,
  { position, order }: Config,
  logger: Logger,
): Positions {
  let latest: Position | undefined;
  const positions: Positions = {
    broken: false,
    withdrawal: Promise.resolve(),
    see(raw) {
      if (!position || order !== 'asc' || positions.broken) return;
      const here = position(raw);
      if (latest !== undefined && !(comparePositions(latest, here) <= 0)) {
        positions.broken = true;
        positions.withdrawal = session.withdraw();
        logger.warn('The stream is not in ascending order: its window cannot be resumed half-way', {
          after: latest,
          came: here,
        });
      }
      latest = here;
    },
    at: (raw) => (position && !positions.broken ? position(raw) : undefined),
  };
  return positions;
}
