import type { App } from '../../app/app.js';
import { causeText, SpmError } from '../../errors.js';
import type { Reject } from '../../runtime/ports/records.js';
import type { Store } from '../../runtime/ports/store.js';
import type { ReplayedLetter } from '../../runtime/replay/types.js';
import { withApp } from '../app.js';
import { requireKnown } from '../known.js';
import type { Command, Invocation, Report } from '../types.js';
import { WAIT, waitMs } from '../wait.js';
import { FILTER, filterOf, IDS } from './filter.js';

export interface RejectsReplay {
  dry_run: boolean;
  /** How many match the ids, or are open and match the options, regardless of the limit. */
  total: number;
  rejects: ReplayedLetter[];
}

export const command: Command = {
  spec: {
    name: 'rejects replay',
    summary: 'push open dead letters again',
    description:
      'Use this after the cause on the shop is fixed. Replays the way a sync pushes, under the lease of the installation. Skips a dead letter when the API accepted a newer version of the record, when secrets were removed from its payload, when its API call is unknown, or when it is no longer open. If one of the given ids does not exist, nothing is replayed. Exit code 69 when the API cannot be reached or rejects the token.',
    arguments: [IDS],
    options: [
      ...FILTER,
      { flags: '--dry-run', description: 'preview the replay, but push nothing' },
      {
        flags: '--unkeyed',
        description: 'also replay items without a record key; this may overwrite a newer version',
        noEnv: true,
      },
      WAIT,
    ],
    examples: [
      { command: 'spm-connect rejects replay --dry-run', description: 'preview the replay' },
      { command: 'spm-connect rejects replay 12 13', description: 'replay two dead letters' },
      {
        command: 'spm-connect rejects replay --entity orders',
        description: 'replay the dead letters of one step',
      },
    ],
  },
  run: (invocation) => withApp(invocation, (app) => replay(invocation, app)),
};

async function replay(invocation: Invocation, app: App): Promise<Report<RejectsReplay>> {
  const { chooseLetters } = await import('../../runtime/rejects/choose.js');
  const { grouped } = await import('../../runtime/grouped.js');
  const store = await app.existingStore();
  const { letters, total } = await chooseLetters(store.rejects, filterOf(invocation));
  if (total === 0) await requireKnown(invocation, store);
  const dry = invocation.options.dryRun === true;
  const replayOf = dry ? wouldReplay : replayOne;
  // Oldest first, in the order of their arrival.
  const groups = grouped(letters.reverse(), ({ installationId }) => installationId);
  const rejects: ReplayedLetter[] = [];
  const errors: (SpmError | null)[] = [];
  for (const [id, group] of groups) {
    const replaying = replayOf(invocation, app, store, id, group);
    // A shop that fails does not stop the others.
    const { letters, refusal } = await (groups.size === 1 ? replaying : orFailed(replaying, group));
    rejects.push(...letters);
    errors.push(refusal);
  }
  const data: RejectsReplay = { dry_run: dry, total, rejects };
  const [refusal] = errors;
  if (refusal && errors.length === 1) throw ofReplay(refusal, data);
  const { areAllUnavailable } = await import('../../runtime/failure.js');
  if (areAllUnavailable(errors)) return { data, exit: 'unavailable' };
  const left = rejects.some(({ outcome }) => outcome === 'rejected' || outcome === 'failed');
  return { data, exit: left ? 'failed' : 'ok' };
}

/** Like a sync, the error carries the report in its details. */
function ofReplay({ code, message, cause }: SpmError, report: RejectsReplay): SpmError {
  const why = causeText(cause) ?? '';
  return new SpmError(code, message, {
    ...(why && { cause: why }),
    hint:
      code === 'SPM_API_UNAUTHORIZED'
        ? 'Check that the installation is active in ShopiMind and that its token is current. Items that were not pushed are still open.'
        : 'Check the network and the target, then replay again. Items that were not pushed are still open.',
    details: { report },
  });
}

async function orFailed(replaying: Promise<Replay>, letters: readonly Reject[]): Promise<Replay> {
  const { replayedLetter } = await import('../../runtime/replay/replay.js');
  const { errorLine } = await import('../../runtime/sync/errors.js');
  return replaying.catch((error: unknown) => ({
    letters: letters.map((letter) => ({
      ...replayedLetter(letter),
      outcome: 'failed' as const,
      reason: errorLine(error),
    })),
    refusal: error instanceof SpmError ? error : null,
  }));
}

interface Replay {
  letters: ReplayedLetter[];
  /** The error that ended the work on the shop. */
  refusal: SpmError | null;
}

type ReplayOf = (
  invocation: Invocation,
  app: App,
  store: Store,
  installationId: string,
  letters: Reject[],
) => Promise<Replay>;

const choiceOf = ({ options }: Invocation) => ({ unkeyed: options.unkeyed === true });

const wouldReplay: ReplayOf = async (invocation, app, store, _id, letters) => {
  const { findObstacles } = await import('../../runtime/replay/obstacles.js');
  const { replayedLetter } = await import('../../runtime/replay/replay.js');
  const now = app.clock.now();
  const obstacles = await findObstacles(store, letters, now, choiceOf(invocation));
  const told = letters.map((letter): ReplayedLetter => {
    const reason = obstacles.get(letter.id) ?? null;
    const outcome = reason === null ? 'would_replay' : 'skipped';
    return { ...replayedLetter(letter), outcome, reason };
  });
  return { letters: told, refusal: null };
};

const replayOne: ReplayOf = async (invocation, app, store, id, letters) => {
  const { replayLetters } = await import('../../runtime/replay/replay.js');
  const { sync } = await app.config();
  const shop = await app.shop(id);
  return app.withLease(id, waitMs(invocation), async (lease) => {
    let refusal: SpmError | null = null;
    const replayed = await replayLetters({
      store,
      clock: app.clock,
      client: shop.pushClient,
      lease,
      // Read again under the lease, since another process may have changed them.
      letters: (await store.rejects.list({ ids: letters.map((one) => one.id) })).reverse(),
      logger: app.logger,
      signal: app.signal,
      concurrency: sync.concurrency,
      ...choiceOf(invocation),
      refused: (error) => {
        refusal = error;
      },
    });
    return { letters: replayed, refusal };
  });
};
