/** The actions of operators between and during runs, like those of the commands. */
import { withLease } from '../../src/runtime/lease/lease.ts';
import type { LeaseOwner } from '../../src/runtime/ports/records.ts';
import { replayLetters } from '../../src/runtime/replay/replay.ts';
import { memoryLogger } from '../helpers/syncBench.ts';
import type { Api } from './api.ts';
import { clientOf } from './client.ts';
import type { Process } from './process.ts';
import type { SeededRandom } from './random.ts';

export interface Operation {
  process: Process;
  owner: LeaseOwner;
  installationId: string;
  random: SeededRandom;
  waitMs: number;
}

/** Replays all open dead letters, and returns the outcomes. */
export async function replayAll(
  { process, owner, installationId, random, waitMs }: Operation,
  api: Api,
  concurrency: number,
): Promise<string[]> {
  const { store, clock } = process;
  const open = await store.rejects.list({ installationId, state: 'open' });
  const ids = open.map(({ id }) => id);
  return withLease(store, installationId, owner, clock, { waitMs }, async (lease) => {
    const replayed = await replayLetters({
      store,
      clock,
      random: random.next,
      client: clientOf(api, process),
      lease,
      letters: (await store.rejects.list({ ids })).reverse(),
      logger: memoryLogger(),
      signal: new AbortController().signal,
      concurrency,
      unkeyed: false,
    });
    return replayed.map(({ key, outcome }) => `${key} ${outcome}`);
  });
}

/** Makes the next run read from the start, or from some time before the cursor. */
export async function moveCursors(
  { process, owner, installationId, random, waitMs }: Operation,
  backMs: number,
): Promise<void> {
  const { store, clock } = process;
  const cursors = await store.cursors.list({ installationId });
  const put = cursors.map((cursor) => ({
    ...cursor,
    lastSyncedAt: cursor.lastSyncedAt && cursor.lastSyncedAt - backMs,
    ...{ lastStatus: 'ok' as const, lastError: null, consecutiveFailures: 0 },
    ...{ notBefore: null, unmovedRuns: 0, updatedAt: clock.now() },
  }));
  const change = random.chance(0.5) ? { remove: cursors, put: [] } : { remove: [], put };
  await withLease(store, installationId, owner, clock, { waitMs }, (lease) =>
    store.fenced.replaceCursors([lease.current()], change),
  );
}
