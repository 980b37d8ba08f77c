import { type Context, withContext } from '../../context.js';
import type { Reject, Store } from '../../runtime/ports.js';
import type { ReplayedLetter } from '../../runtime/rejects/replay.js';
import { requireKnown } from '../known.js';
import type { Command, Invocation, Report } from '../types.js';
import { WAIT, waitMs } from '../wait.js';
import { FILTER, filterOf, IDS } from './filter.js';

export interface RejectsReplay {
  dry_run: boolean;
  /** How many were named, or are open and found by the options whatever the limit. */
  total: number;
  rejects: ReplayedLetter[];
}

export const command: Command = {
  spec: {
    name: 'rejects replay',
    summary: 'push open dead letters again',
    description:
      'For when what was wrong has been put right on the shop. Pushes by the same way as a sync does, under the lease of the installation. A letter is left alone when the API has taken a newer version of its record, when secrets were taken out of it, or when it is not known what it was pushed with. One that is named and does not exist refuses all; one that is not open any more is left alone, too.',
    arguments: [IDS],
    options: [
      ...FILTER,
      { flags: '--dry-run', description: 'only say what would be done', holdsBack: true },
      {
        flags: '--unkeyed',
        description: 'also those whose record is not known: a newer version may be overwritten',
        noEnv: true,
      },
      WAIT,
    ],
    examples: [
      { command: 'spm-connect rejects replay --dry-run', description: 'what would be pushed' },
      { command: 'spm-connect rejects replay 12 13', description: 'two of them' },
      { command: 'spm-connect rejects replay --entity orders', description: 'those of one step' },
    ],
  },
  run: (invocation) => withContext(invocation, (context) => replay(invocation, context)),
};

async function replay(invocation: Invocation, context: Context): Promise<Report<RejectsReplay>> {
  const { chooseLetters } = await import('../../runtime/rejects/choose.js');
  const { grouped } = await import('../../runtime/grouped.js');
  const store = await context.existingStore();
  const { letters, total } = await chooseLetters(store.rejects, filterOf(invocation));
  if (total === 0) await requireKnown(invocation, store);
  const dry = invocation.options.dryRun === true;
  const replayOf = dry ? wouldReplay : replayOne;
  // The oldest first, as they came.
  const groups = grouped(letters.reverse(), ({ installationId }) => installationId);
  const rejects: ReplayedLetter[] = [];
  for (const [id, group] of groups) {
    const replaying = replayOf(invocation, context, store, id, group);
    // Of several shops, one that cannot be worked on does not keep the others from it.
    rejects.push(...(await (groups.size === 1 ? replaying : orFailed(replaying, group))));
  }
  const left = rejects.some(({ outcome }) => outcome === 'rejected' || outcome === 'failed');
  return { data: { dry_run: dry, total, rejects }, exit: left ? 'failed' : 'ok' };
}

async function orFailed(
  replaying: Promise<ReplayedLetter[]>,
  letters: readonly Reject[],
): Promise<ReplayedLetter[]> {
  const { replayedLetter } = await import('../../runtime/rejects/replay.js');
  const { errorLine } = await import('../../runtime/sync/stop.js');
  return replaying.catch((error: unknown) =>
    letters.map((letter) => ({
      ...replayedLetter(letter),
      outcome: 'failed' as const,
      reason: errorLine(error),
    })),
  );
}

type ReplayOf = (
  invocation: Invocation,
  context: Context,
  store: Store,
  installationId: string,
  letters: Reject[],
) => Promise<ReplayedLetter[]>;

const choiceOf = ({ options }: Invocation) => ({ unkeyed: options.unkeyed === true });

const wouldReplay: ReplayOf = async (invocation, context, store, _id, letters) => {
  const { findObstacles, replayedLetter } = await import('../../runtime/rejects/replay.js');
  const now = context.clock.now();
  const obstacles = await findObstacles(store, letters, now, choiceOf(invocation));
  return letters.map((letter) => {
    const reason = obstacles.get(letter.id) ?? null;
    const outcome = reason === null ? 'would_replay' : 'skipped';
    return { ...replayedLetter(letter), outcome, reason };
  });
};

const replayOne: ReplayOf = async (invocation, context, store, id, letters) => {
  const { replayLetters } = await import('../../runtime/rejects/replay.js');
  const { sync } = await context.config();
  const shop = await context.shop(store, await context.integration(), id);
  return context.withLease(store, id, waitMs(invocation), async (lease) =>
    replayLetters({
      store,
      clock: context.clock,
      client: shop.pushClient,
      lease,
      // As they are now that nobody else works on them.
      letters: (await store.rejects.list({ ids: letters.map((one) => one.id) })).reverse(),
      logger: context.logger,
      signal: context.signal,
      concurrency: sync.concurrency,
      ...choiceOf(invocation),
    }),
  );
};
