import { describe, expect, it } from 'vitest';
import type { StepCommit } from '../../../../src/runtime/ports/commit.ts';
import type { Store } from '../../../../src/runtime/ports/store.ts';
import { noCounts } from '../../../../src/runtime/sync/accounting.ts';
import { type CommitParts, Commits } from '../../../../src/runtime/sync/commit/commits.ts';
import { deferred } from '../../../helpers/deferred.ts';
import { openMemoryStore } from '../../../helpers/memoryStore.ts';
import { DAY, ID, ManualClock, settled } from '../../../helpers/syncBench.ts';

const KEY = { installationId: ID, entity: 'rows', sourceKey: '' };
const at = (position: number) => ({ progress: { position, counts: noCounts() } });

async function setup(more: Partial<CommitParts> = {}) {
  const clock = new ManualClock();
  const memory = openMemoryStore();
  const owner = { host: 'here', pid: 1, id: 'me' };
  const taken = await memory.leases.acquire(ID, owner, 365 * DAY, clock.now());
  if (!taken.acquired) throw new Error('The lease is held.');
  const written: StepCommit[] = [];
  const waiting: ReturnType<typeof deferred<void>>[] = [];
  const commitStep: Store['fenced']['commitStep'] = async (_lease, commit) => {
    const gate = deferred();
    waiting.push(gate);
    await gate.promise;
    written.push(commit);
  };
  const store: Store = { ...memory, fenced: { ...memory.fenced, commitStep } };
  const failures: unknown[] = [];
  const commits = new Commits(
    {
      ...{ store, clock, lease: { current: () => taken.lease }, key: KEY, runId: 7 },
      keepsPositions: true,
      ...more,
    },
    (error) => failures.push(error),
  );
  /** Lets the running commit end. */
  const next = async (error?: Error) => {
    await settled();
    const gate = waiting.shift();
    if (error) gate?.reject(error);
    else gate?.resolve();
    await settled();
  };
  return { clock, commits, written, waiting, failures, next };
}

describe('the commits of a step', () => {
  it('are of that step and of its run, at the time of writing', async () => {
    const { clock, commits, written, next } = await setup();
    const writing = commits.write({ superseded: ['a'] });
    await next();
    await writing;
    expect(written).toEqual([{ key: KEY, runId: 7, now: clock.now(), superseded: ['a'] }]);
  });

  it('W4: go one after another, in their order', async () => {
    const { commits, written, waiting, next } = await setup();
    const writing = Promise.all([1, 2, 3].map((position) => commits.write(at(position))));
    await settled();
    expect(waiting).toHaveLength(1);
    for (let n = 0; n < 3; n++) await next();
    await writing;
    expect(written.map(({ progress }) => progress?.position)).toEqual([1, 2, 3]);
  });

  it('tell of one that failed, and do not stop those after it', async () => {
    const { commits, written, failures, next } = await setup();
    const [first, second] = [commits.write(at(1)), commits.write(at(2))];
    first.catch(() => {});
    const full = new Error('the store is full');
    await next(full);
    await next();
    await expect(first).rejects.toBe(full);
    await second;
    expect(failures).toEqual([full]);
    expect(written).toMatchObject([at(2)]);
  });

  it('hold no position where the window cannot be resumed', async () => {
    const { commits, written, next } = await setup({ keepsPositions: false });
    const writing = commits.write({ ...at(1), superseded: ['a'] });
    await next();
    await writing;
    expect(written[0]).not.toHaveProperty('progress');
    expect(written).toMatchObject([{ superseded: ['a'] }]);
  });
});
