/** The Store port as an executable contract: every adapter passes all of it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StepCommit } from '../../../src/runtime/ports/commit.ts';
import type {
  CursorKey,
  Lease,
  LeaseOwner,
  NewReject,
  OpenWindow,
  StepCounts,
} from '../../../src/runtime/ports/records.ts';
import type { RunFilter, Store } from '../../../src/runtime/ports/store.ts';
import { inDoubtConformance } from './in-doubt-conformance.ts';
import { lettersConformance } from './letters-conformance.ts';
import { lifecycleConformance } from './lifecycle-conformance.ts';
import { recordsConformance } from './records-conformance.ts';

const T0 = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
const MINUTE = 60_000;
const TTL = 30_000;

const ACTIVATE = { from: 'inactive', to: 'active' } as const;
const DEACTIVATE = { from: 'active', to: 'inactive' } as const;
const UNINSTALL = { from: 'inactive', to: 'uninstalled' } as const;
const REINSTALL = { from: 'uninstalled', to: 'inactive' } as const;

const ME: LeaseOwner = { host: 'here', pid: 1, id: 'me' };
const OTHER: LeaseOwner = { host: 'there', pid: 2, id: 'other' };
const KEY: CursorKey = { installationId: 'i1', entity: 'orders', sourceKey: '' };
const COUNTS: StepCounts = { read: 5, acknowledged: 3, unchanged: 1, skipped: 0, rejected: 1 };
const WINDOW: OpenWindow = {
  ...KEY,
  full: true,
  since: null,
  until: T0,
  position: null,
  counts: { read: 0, acknowledged: 0, unchanged: 0, skipped: 0, rejected: 0 },
  openedAt: T0 + 1,
  generation: T0 + 1,
  planHash: 'of the plan',
};

/** The engine gives this identity to a record of the step. */
const reject = (more: Partial<NewReject> = {}, step = KEY): NewReject => ({
  payload: { id: 7, name: 'é' },
  key: '7',
  identity: JSON.stringify([step, more.key === null ? more.payload : (more.key ?? '7')]),
  errors: ['email must be an email', 'lang is missing'],
  status: 200,
  route: 'customers',
  ...more,
});

/** `makeStore` returns a new, empty store. */
export function storeConformance(name: string, makeStore: () => Promise<Store>): void {
  recordsConformance(name, makeStore);
  inDoubtConformance(name, makeStore);
  lettersConformance(name, makeStore);
  lifecycleConformance(name, makeStore);
  describe(`${name} is a Store`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await makeStore();
    });
    afterEach(() => store.close());

    const lease = async (owner = ME, now = T0, installationId = 'i1'): Promise<Lease> => {
      const result = await store.leases.acquire(installationId, owner, TTL, now);
      if (!result.acquired) throw new Error('The lease is held.');
      return result.lease;
    };
    const takenOver = async (): Promise<Lease> => {
      const mine = await lease();
      await lease(OTHER, T0 + TTL);
      return mine;
    };
    const runOf = async (held: Lease, now = T0) => (await store.fenced.openRun(held, now)).run;
    const commit = async (held: Lease, runId: number, more: Partial<StepCommit>) =>
      store.fenced.commitStep(held, { key: KEY, runId, now: T0 + MINUTE, ...more });
    const everything = async () => ({
      runs: await store.runs.list(),
      cursors: await store.cursors.list(),
      window: await store.cursors.getWindow(KEY),
      rejects: await store.rejects.list(),
      state: await store.state.list('i1'),
      installations: await store.installations.list(),
    });

    describe('installations', () => {
      it('adds one as inactive', async () => {
        await store.installations.save({ installationId: 'i1', shopDomain: 'a.example' }, T0);
        expect(await store.installations.get('i1')).toEqual({
          installationId: 'i1',
          shopDomain: 'a.example',
          shopName: null,
          externalAccountRef: null,
          externalAccountName: null,
          status: 'inactive',
          installedAt: T0,
          activatedAt: null,
          deactivatedAt: null,
          uninstalledAt: null,
        });
        expect(await store.installations.get('i2')).toBeNull();
      });

      it('updates only the given fields, and never the status', async () => {
        await store.installations.save(
          { installationId: 'i1', shopDomain: 'a', shopName: 'A' },
          T0,
        );
        await store.installations.setStatus('i1', ACTIVATE, T0 + 1);
        await store.installations.save({ installationId: 'i1', shopName: 'B' }, T0 + 2);
        expect(await store.installations.get('i1')).toMatchObject({
          shopDomain: 'a',
          shopName: 'B',
          status: 'active',
          installedAt: T0,
        });
      });

      it('sets each status with its time', async () => {
        await store.installations.save({ installationId: 'i1' }, T0);
        await store.installations.setStatus('i1', ACTIVATE, T0 + 1);
        await store.installations.setStatus('i1', DEACTIVATE, T0 + 2);
        await store.installations.setStatus('i1', UNINSTALL, T0 + 3);
        expect(await store.installations.get('i1')).toMatchObject({
          status: 'uninstalled',
          installedAt: T0,
          activatedAt: T0 + 1,
          deactivatedAt: T0 + 2,
          uninstalledAt: T0 + 3,
        });
      });

      it('takes a change from uninstalled to inactive as a new install', async () => {
        await store.installations.save({ installationId: 'i1' }, T0);
        await store.installations.setStatus('i1', UNINSTALL, T0 + 1);
        await store.installations.setStatus('i1', REINSTALL, T0 + 2);
        expect(await store.installations.get('i1')).toMatchObject({
          status: 'inactive',
          installedAt: T0 + 2,
          deactivatedAt: null,
          uninstalledAt: null,
        });
      });

      it('rejects a status for an unknown installation', async () => {
        await expect(store.installations.setStatus('i1', ACTIVATE, T0)).rejects.toMatchObject({
          code: 'SPM_UNKNOWN_INSTALLATION',
        });
      });

      it('changes nothing when the current status is not the expected one', async () => {
        await store.installations.save({ installationId: 'i1' }, T0);
        expect(await store.installations.setStatus('i1', DEACTIVATE, T0 + 1)).toBe(false);
        expect(await store.installations.setStatus('i1', REINSTALL, T0 + 1)).toBe(false);
        expect(await store.installations.get('i1')).toMatchObject({
          status: 'inactive',
          installedAt: T0,
          deactivatedAt: null,
        });
        expect(await store.installations.setStatus('i1', ACTIVATE, T0 + 1)).toBe(true);
      });

      it('lets one of several concurrent callers change the status', async () => {
        await store.installations.save({ installationId: 'i1' }, T0);
        const asked = [ACTIVATE, UNINSTALL, ACTIVATE].map((change, index) =>
          store.installations.setStatus('i1', change, T0 + index),
        );
        expect((await Promise.all(asked)).filter((changed) => changed)).toHaveLength(1);
      });

      it('lists by id and filters by status', async () => {
        for (const installationId of ['b', 'a', 'c']) {
          await store.installations.save({ installationId }, T0);
        }
        await store.installations.setStatus('b', ACTIVATE, T0);
        const ids = async (filter?: { status: 'active' | 'inactive' }) =>
          (await store.installations.list(filter)).map((one) => one.installationId);
        expect(await ids()).toEqual(['a', 'b', 'c']);
        expect(await ids({ status: 'active' })).toEqual(['b']);
        expect(await ids({ status: 'inactive' })).toEqual(['a', 'c']);
      });
    });

    describe('state', () => {
      it('keeps values per installation and key', async () => {
        await store.state.set('i1', { key: 'b', value: '"1"', encrypted: false }, T0);
        await store.state.set('i1', { key: 'a', value: 'x', encrypted: true }, T0);
        await store.state.set('i2', { key: 'b', value: '"2"', encrypted: false }, T0);
        expect(await store.state.get('i1', 'b')).toEqual({
          key: 'b',
          value: '"1"',
          encrypted: false,
          form: 'text',
          updatedAt: T0,
        });
        expect((await store.state.list('i1')).map((entry) => entry.key)).toEqual(['a', 'b']);
        expect(await store.state.get('i1', 'c')).toBeNull();
      });

      it('replaces and deletes', async () => {
        await store.state.set('i1', { key: 'a', value: '1', encrypted: false }, T0);
        await store.state.set('i1', { key: 'a', value: '2', encrypted: true }, T0 + 1);
        expect(await store.state.get('i1', 'a')).toEqual({
          key: 'a',
          value: '2',
          encrypted: true,
          form: 'text',
          updatedAt: T0 + 1,
        });
        await store.state.delete('i1', 'a');
        await store.state.delete('i1', 'a');
        expect(await store.state.get('i1', 'a')).toBeNull();
      });
    });

    describe('leases', () => {
      it('gives a free lease, and the row names its holder', async () => {
        expect(await lease()).toEqual({
          installationId: 'i1',
          owner: ME,
          fence: 1,
          until: T0 + TTL,
        });
        expect(await store.leases.get('i1')).toEqual({
          installationId: 'i1',
          owner: ME,
          fence: 1,
          until: T0 + TTL,
          acquiredAt: T0,
          heartbeatAt: T0,
        });
        expect(await store.leases.get('i2')).toBeNull();
      });

      it('refuses a held lease, also to its holder, and names the holder', async () => {
        await lease();
        for (const owner of [OTHER, ME]) {
          const result = await store.leases.acquire('i1', owner, TTL, T0 + TTL - 1);
          expect(result).toMatchObject({ acquired: false, holder: { owner: ME, fence: 1 } });
        }
      });

      it('cuts a lease that a clock ahead has dated to its normal length', async () => {
        await lease(ME, T0 + 3_600_000);
        const seen = await store.leases.acquire('i1', OTHER, TTL, T0);
        expect(seen).toMatchObject({ acquired: false, holder: { owner: ME, until: T0 + TTL } });
        // The holder keeps the lease as long as it renews it.
        expect(await store.leases.get('i1')).toMatchObject({ fence: 1, until: T0 + TTL });
        expect(await lease(OTHER, T0 + TTL)).toMatchObject({ owner: OTHER, fence: 2 });
      });

      it('gives a lease to one of many concurrent callers', async () => {
        const results = await Promise.all(
          [1, 2, 3, 4].map((pid) =>
            store.leases.acquire('i1', { ...ME, pid, id: `p${pid}` }, TTL, T0),
          ),
        );
        expect(results.filter(({ acquired }) => acquired)).toHaveLength(1);
      });

      it('gives an expired lease away with a higher fence', async () => {
        await lease();
        expect(await lease(OTHER, T0 + TTL)).toMatchObject({ owner: OTHER, fence: 2 });
      });

      it('renews for its owner only', async () => {
        const mine = await lease();
        expect(await store.leases.renew(mine, TTL, T0 + 10)).toEqual({
          ...mine,
          until: T0 + 10 + TTL,
        });
        expect(await store.leases.get('i1')).toMatchObject({
          heartbeatAt: T0 + 10,
          acquiredAt: T0,
        });
        expect(await store.leases.renew({ ...mine, owner: OTHER }, TTL, T0)).toBeNull();
        expect(await store.leases.renew({ ...mine, fence: 2 }, TTL, T0)).toBeNull();
      });

      it('renews an expired lease that nobody took, and none that was taken', async () => {
        const mine = await lease();
        expect(await store.leases.renew(mine, TTL, T0 + 2 * TTL)).not.toBeNull();
        const theirs = await lease(OTHER, T0 + 5 * TTL);
        expect(await store.leases.renew(mine, TTL, T0 + 5 * TTL)).toBeNull();
        expect(await store.leases.get('i1')).toMatchObject({ owner: OTHER, until: theirs.until });
      });

      it('releases: the lease is free at once, the fence stays, nothing can be renewed', async () => {
        const mine = await lease();
        await store.leases.release(mine);
        expect(await store.leases.get('i1')).toMatchObject({ fence: 1, until: 0 });
        expect(await store.leases.renew(mine, TTL, T0)).toBeNull();
        expect(await lease(OTHER, T0)).toMatchObject({ fence: 2 });
      });

      it('does not release a lease that another owner took', async () => {
        const mine = await takenOver();
        await store.leases.release(mine);
        expect(await store.leases.get('i1')).toMatchObject({ owner: OTHER, until: T0 + 2 * TTL });
      });

      it('lists them by installation, each with its fence', async () => {
        await lease(ME, T0, 'i2');
        await lease();
        const rows = await store.leases.list();
        expect(rows.map((row) => [row.installationId, row.fence])).toEqual([
          ['i1', 1],
          ['i2', 1],
        ]);
      });
    });

    describe('runs', () => {
      it('opens and closes a run', async () => {
        const mine = await lease();
        const run = await runOf(mine);
        expect(run).toEqual({
          id: run.id,
          installationId: 'i1',
          status: 'running',
          summary: null,
          startedAt: T0,
          finishedAt: null,
        });
        expect(await store.runs.get(run.id)).toEqual(run);
        const result = { status: 'partial', summary: { steps: [1, { a: null }] } } as const;
        await store.fenced.closeRun(mine, run.id, result, T0 + 5);
        expect(await store.runs.get(run.id)).toEqual({ ...run, ...result, finishedAt: T0 + 5 });
        expect(await store.runs.get(run.id + 1)).toBeNull();
      });

      it('does not close a run twice, nor a run of another installation', async () => {
        const mine = await lease();
        const theirs = await lease(OTHER, T0, 'i2');
        const run = await runOf(mine);
        const result = { status: 'ok', summary: null } as const;
        const internal = { code: 'SPM_INTERNAL' };
        await expect(store.fenced.closeRun(theirs, run.id, result, T0 + 5)).rejects.toMatchObject(
          internal,
        );
        await store.fenced.closeRun(mine, run.id, result, T0 + 5);
        await expect(
          store.fenced.closeRun(mine, run.id, { ...result, status: 'failed' }, T0 + 9),
        ).rejects.toMatchObject(internal);
        expect(await store.runs.get(run.id)).toMatchObject({ status: 'ok', finishedAt: T0 + 5 });
      });

      it('closes as failed the runs that a dead owner of the installation left open', async () => {
        const dead = await runOf(await lease());
        const elsewhere = await runOf(await lease(ME, T0, 'i2'));
        const next = await store.fenced.openRun(await lease(OTHER, T0 + TTL), T0 + TTL);
        expect(next.abandoned).toEqual([dead.id]);
        const closed = await store.runs.get(dead.id);
        expect(closed).toMatchObject({ status: 'failed', finishedAt: T0 + TTL });
        expect(JSON.stringify(closed?.summary)).toContain('process');
        expect(await store.runs.get(elsewhere.id)).toMatchObject({ status: 'running' });
        expect(await store.runs.get(next.run.id)).toMatchObject({ status: 'running' });
      });

      it('lists the newest first, by installation, limited', async () => {
        const one = await lease();
        const two = await lease(ME, T0, 'i2');
        const a = await runOf(one);
        const b = await runOf(two);
        const c = await runOf(one, T0 + 1);
        const ids = async (filter?: { installationId?: string; limit?: number }) =>
          (await store.runs.list(filter)).map((run) => run.id);
        expect(await ids()).toEqual([c.id, b.id, a.id]);
        expect(await ids({ installationId: 'i1' })).toEqual([c.id, a.id]);
        expect(await ids({ installationId: 'i1', limit: 1 })).toEqual([c.id]);
        expect(await ids({ limit: 0 })).toEqual([]);
      });

      it('filters by status and time, and counts regardless of the limit', async () => {
        const one = await lease();
        const two = await lease(ME, T0, 'i2');
        const a = await runOf(one);
        await store.fenced.closeRun(one, a.id, { status: 'ok', summary: null }, T0);
        const b = await runOf(two, T0 + 1);
        const c = await runOf(one, T0 + 2);
        const both = async (filter?: RunFilter) => [
          (await store.runs.list(filter)).map((run) => run.id),
          await store.runs.count(filter),
        ];
        expect(await both()).toEqual([[c.id, b.id, a.id], 3]);
        expect(await both({ limit: 1 })).toEqual([[c.id], 3]);
        expect(await both({ status: 'running', limit: 1 })).toEqual([[c.id], 2]);
        expect(await both({ status: 'failed' })).toEqual([[], 0]);
        expect(await both({ since: T0 + 1 })).toEqual([[c.id, b.id], 2]);
        expect(await both({ since: T0 + 1, installationId: 'i2' })).toEqual([[b.id], 1]);
        expect(await both({ since: T0 + 3 })).toEqual([[], 0]);
      });

      it('knows the newest, the newest finished and the newest successful run of each installation', async () => {
        const one = await lease();
        const two = await lease(ME, T0, 'i2');
        const old = await runOf(one);
        await store.fenced.closeRun(one, old.id, { status: 'ok', summary: null }, T0);
        const finished = await runOf(one);
        await store.fenced.closeRun(one, finished.id, { status: 'failed', summary: null }, T0);
        const running = await runOf(one);
        const first = await runOf(two);
        const latest = await store.runs.latest();
        expect(
          latest.map(({ installationId, last, lastFinished, lastSucceeded }) => [
            installationId,
            last.id,
            lastFinished?.id,
            lastSucceeded?.id,
          ]),
        ).toEqual([
          ['i1', running.id, finished.id, old.id],
          ['i2', first.id, undefined, undefined],
        ]);
        await store.fenced.closeRun(one, running.id, { status: 'ok', summary: null }, T0);
        expect((await store.runs.latest())[0]).toMatchObject({
          last: { id: running.id },
          lastFinished: { id: running.id },
          lastSucceeded: { id: running.id },
        });
      });

      it('has no newest run while there is none', async () => {
        expect(await store.runs.latest()).toEqual([]);
      });
    });

    describe('windows and cursors', () => {
      it('has neither at first', async () => {
        expect(await store.cursors.get(KEY)).toBeNull();
        expect(await store.cursors.getWindow(KEY)).toBeNull();
        expect(await store.cursors.list()).toEqual([]);
      });

      it('records a window, and replaces one left open', async () => {
        const mine = await lease();
        await store.fenced.openWindow(mine, WINDOW, T0);
        expect(await store.cursors.getWindow(KEY)).toEqual(WINDOW);
        const bounds = { full: false, since: T0 - MINUTE, generation: null, planHash: null };
        const other = { ...WINDOW, ...bounds, position: ['x', { id: 1 }] };
        await store.fenced.openWindow(mine, other, T0);
        expect(await store.cursors.getWindow(KEY)).toEqual(other);
        expect(await store.cursors.getWindow({ ...KEY, sourceKey: 's' })).toBeNull();
      });

      it('commits progress and leaves the cursor alone', async () => {
        const mine = await lease();
        const run = await runOf(mine);
        await store.fenced.openWindow(mine, WINDOW, T0);
        const progress = { position: { at: '2026-01-01', id: 9 }, counts: COUNTS };
        await commit(mine, run.id, { progress });
        expect(await store.cursors.getWindow(KEY)).toEqual({ ...WINDOW, ...progress });
        expect(await store.cursors.get(KEY)).toBeNull();
      });

      it('rejects progress without a window, and writes nothing of that commit', async () => {
        const mine = await lease();
        const run = await runOf(mine);
        const before = await everything();
        await expect(
          commit(mine, run.id, { rejects: [reject()], progress: { position: 1, counts: COUNTS } }),
        ).rejects.toMatchObject({ code: 'SPM_INTERNAL' });
        expect(await everything()).toEqual(before);
      });

      it('advances: the cursor moves, the window closes, failures are reset', async () => {
        const mine = await lease();
        const run = await runOf(mine);
        await store.fenced.openWindow(mine, WINDOW, T0);
        await commit(mine, run.id, { end: { outcome: 'hold', error: 'no', items: 1 } });
        await commit(mine, run.id, { end: { outcome: 'advance', cursor: T0, items: 3 } });
        expect(await store.cursors.get(KEY)).toEqual({
          ...KEY,
          lastSyncedAt: T0,
          lastStatus: 'ok',
          lastError: null,
          items: 3,
          updatedAt: T0 + MINUTE,
          consecutiveFailures: 0,
          unmovedRuns: 0,
          notBefore: null,
        });
        expect(await store.cursors.getWindow(KEY)).toBeNull();
      });

      it('never moves a cursor backwards', async () => {
        const mine = await lease();
        const run = await runOf(mine);
        await commit(mine, run.id, { end: { outcome: 'advance', cursor: T0, items: 0 } });
        await commit(mine, run.id, { end: { outcome: 'advance', cursor: T0 - 1, items: 2 } });
        expect(await store.cursors.get(KEY)).toMatchObject({
          lastSyncedAt: T0,
          items: 2,
          unmovedRuns: 1,
        });
      });

      it('holds: the cursor and the window stay, failures are counted', async () => {
        const mine = await lease();
        const run = await runOf(mine);
        await commit(mine, run.id, { end: { outcome: 'advance', cursor: T0, items: 3 } });
        await store.fenced.openWindow(mine, WINDOW, T0);
        for (const error of ['first', 'second']) {
          await commit(mine, run.id, { end: { outcome: 'hold', error, items: 1 } });
        }
        expect(await store.cursors.get(KEY)).toMatchObject({
          lastSyncedAt: T0,
          lastStatus: 'error',
          lastError: 'second',
          items: 1,
          consecutiveFailures: 2,
        });
        expect(await store.cursors.getWindow(KEY)).toEqual(WINDOW);
      });

      it('stays: nothing moves, failures are reset, the window closes', async () => {
        const mine = await lease();
        const run = await runOf(mine);
        await store.fenced.openWindow(mine, WINDOW, T0);
        await commit(mine, run.id, { end: { outcome: 'hold', error: 'no', items: 0 } });
        await commit(mine, run.id, { end: { outcome: 'stay', items: 4 } });
        await commit(mine, run.id, { end: { outcome: 'stay', items: 4 } });
        expect(await store.cursors.get(KEY)).toMatchObject({
          lastSyncedAt: null,
          lastStatus: 'ok',
          lastError: null,
          items: 4,
          consecutiveFailures: 0,
          unmovedRuns: 2,
        });
        expect(await store.cursors.getWindow(KEY)).toBeNull();
      });

      it.each(['advance', 'stay'] as const)(
        '%s leaves a window open that is of another run',
        async (outcome) => {
          const mine = await lease();
          const run = await runOf(mine);
          await store.fenced.openWindow(mine, WINDOW, T0);
          const end =
            outcome === 'advance' ? { outcome, cursor: T0, items: 3 } : { outcome, items: 3 };
          await commit(mine, run.id, { end, keepsWindow: true });
          expect(await store.cursors.get(KEY)).toMatchObject({ lastStatus: 'ok', items: 3 });
          expect(await store.cursors.getWindow(KEY)).toEqual(WINDOW);
        },
      );

      it('keeps entities and sources apart, and lists by installation', async () => {
        const mine = await lease();
        const run = await runOf(mine);
        const other = await lease(ME, T0, 'i2');
        const end = { outcome: 'advance', cursor: T0, items: 0 } as const;
        for (const sourceKey of ['b', 'a']) {
          await commit(mine, run.id, { key: { ...KEY, sourceKey }, end });
        }
        await commit(other, run.id, { key: { ...KEY, installationId: 'i2' }, end });
        const keys = async (filter?: { installationId: string }) =>
          (await store.cursors.list(filter)).map((one) => [one.installationId, one.sourceKey]);
        expect(await keys()).toEqual([
          ['i1', 'a'],
          ['i1', 'b'],
          ['i2', ''],
        ]);
        expect(await keys({ installationId: 'i2' })).toEqual([['i2', '']]);
        expect(await store.cursors.get(KEY)).toBeNull();
      });
    });

    describe('rejects', () => {
      it('records them with the reasons of the API', async () => {
        const mine = await lease();
        const run = await runOf(mine);
        await commit(mine, run.id, { rejects: [reject()] });
        const [letter, ...rest] = await store.rejects.list();
        expect(rest).toEqual([]);
        expect(letter).toEqual({
          ...KEY,
          ...reject(),
          stepKey: null,
          redacted: false,
          sealed: null,
          id: letter?.id,
          runId: run.id,
          attempts: 1,
          firstSeenAt: T0 + MINUTE,
          lastSeenAt: T0 + MINUTE,
          state: 'open',
        });
      });

      it('updates the open letter of the same record instead of adding another', async () => {
        const mine = await lease();
        const run = await runOf(mine);
        await commit(mine, run.id, { rejects: [reject()] });
        const again = reject({
          ...{ payload: { id: 7, v: 2 }, errors: ['other'], status: 422 },
          // The public key depends on the other fields that are sent.
          ...{ key: 'orders:7', identity: reject().identity },
        });
        const later = { rejects: [again], runId: run.id + 1, now: T0 + 5 * MINUTE };
        await commit(mine, run.id, later);
        const letters = await store.rejects.list();
        expect(letters).toEqual([
          {
            ...KEY,
            ...again,
            stepKey: null,
            redacted: false,
            sealed: null,
            id: letters[0]?.id,
            runId: run.id + 1,
            attempts: 2,
            firstSeenAt: T0 + MINUTE,
            lastSeenAt: T0 + 5 * MINUTE,
            state: 'open',
          },
        ]);
      });

      it('tells records apart by their identity alone', async () => {
        const mine = await lease();
        const other = await lease(ME, T0, 'i2');
        const keyless = (id: number) => reject({ key: null, payload: { id } });
        await commit(mine, 1, {
          rejects: [reject(), reject({ key: '8' }), keyless(1), keyless(1), keyless(2)],
        });
        await commit(mine, 1, {
          key: { ...KEY, entity: 'products' },
          rejects: [reject({}, { ...KEY, entity: 'products' })],
        });
        await commit(mine, 1, {
          key: { ...KEY, sourceKey: 's' },
          rejects: [reject({}, { ...KEY, sourceKey: 's' })],
        });
        await commit(other, 1, {
          key: { ...KEY, installationId: 'i2' },
          rejects: [reject({}, { ...KEY, installationId: 'i2' })],
        });
        const letters = await store.rejects.list();
        expect(letters.map((one) => [one.key, one.attempts])).toEqual([
          ['7', 1],
          ['7', 1],
          ['7', 1],
          [null, 1],
          [null, 2],
          ['8', 1],
          ['7', 1],
        ]);
        expect(await store.rejects.countOpen()).toEqual([
          { installationId: 'i1', entity: 'orders', count: 5 },
          { installationId: 'i1', entity: 'products', count: 1 },
          { installationId: 'i2', entity: 'orders', count: 1 },
        ]);
      });

      it('filters and limits, newest first', async () => {
        const mine = await lease();
        await commit(mine, 1, { rejects: [reject({ key: 'a' }), reject({ key: 'b' })] });
        await commit(mine, 1, {
          key: { ...KEY, entity: 'products' },
          rejects: [reject({}, { ...KEY, entity: 'products' })],
        });
        const keys = async (filter: Parameters<Store['rejects']['list']>[0]) =>
          (await store.rejects.list(filter)).map((one) => one.key);
        expect(await keys({ entity: 'orders' })).toEqual(['b', 'a']);
        expect(await keys({ limit: 1 })).toEqual(['7']);
        expect(await keys({ installationId: 'i2' })).toEqual([]);
        expect(await keys({ installationId: 'i1', state: 'open' })).toEqual(['7', 'b', 'a']);
        expect(await keys({ state: 'discarded' })).toEqual([]);
        await commit(mine, 1, { rejects: [reject({ key: 'late' })], now: T0 + 9 * MINUTE });
        expect(await keys({ since: T0 + 9 * MINUTE })).toEqual(['late']);
        expect(await keys({ since: T0, limit: 2 })).toEqual(['late', '7']);
        const [first] = await store.rejects.list({ entity: 'products' });
        expect(await keys({ ids: [first?.id ?? 0, 999] })).toEqual(['7']);
        expect(await keys({ ids: [first?.id ?? 0], entity: 'orders' })).toEqual([]);
      });

      it('counts what it would list, regardless of the limit', async () => {
        const mine = await lease();
        expect(await store.rejects.count()).toBe(0);
        await commit(mine, 1, { rejects: [reject({ key: 'a' }), reject({ key: 'b' })] });
        await commit(mine, 1, { rejects: [reject({ key: 'late' })], now: T0 + 9 * MINUTE });
        const [late] = await store.rejects.list();
        await store.fenced.endRejects(mine, [late?.id ?? 0], 'discarded', T0);
        const { count } = store.rejects;
        expect(await count({ limit: 1 })).toBe(3);
        expect(await count({ state: 'open' })).toBe(2);
        expect(await count({ since: T0 + 9 * MINUTE })).toBe(1);
        expect(await count({ since: T0 + 9 * MINUTE + 1 })).toBe(0);
        expect(await count({ ids: [late?.id ?? 0, 999], entity: 'orders' })).toBe(1);
        expect(await count({ installationId: 'i2' })).toBe(0);
      });

      it('ends only open letters of its installation; the next reject is a new letter', async () => {
        const mine = await lease();
        const other = await lease(ME, T0, 'i2');
        await commit(mine, 1, { rejects: [reject()] });
        await commit(other, 1, {
          key: { ...KEY, installationId: 'i2' },
          rejects: [reject({}, { ...KEY, installationId: 'i2' })],
        });
        const ids = (await store.rejects.list()).map(({ id }) => id);
        expect(await store.fenced.endRejects(mine, ids, 'discarded', T0)).toBe(1);
        expect(await store.fenced.endRejects(mine, ids, 'replayed', T0)).toBe(0);
        expect(
          (await store.rejects.list()).map(({ installationId, state }) => [installationId, state]),
        ).toEqual([
          ['i2', 'open'],
          ['i1', 'discarded'],
        ]);
        await commit(mine, 1, { rejects: [reject()] });
        expect(await store.rejects.list({ installationId: 'i1' })).toHaveLength(2);
      });

      it('are recorded outside a run, too, with the function that sent them', async () => {
        const mine = await lease();
        const sent = reject({ route: 'custom-data-3' });
        await store.fenced.commitStep(mine, { key: KEY, runId: null, now: T0, rejects: [sent] });
        expect(await store.rejects.list()).toMatchObject([{ runId: null, ...sent }]);
      });

      it('keep their run when they are rejected again outside a run', async () => {
        const mine = await lease();
        const run = await runOf(mine);
        await commit(mine, run.id, { rejects: [reject()] });
        const again = { key: KEY, runId: null, now: T0, rejects: [reject()] };
        await store.fenced.commitStep(mine, again);
        expect(await store.rejects.list()).toMatchObject([{ runId: run.id, attempts: 2 }]);
      });
    });

    describe('replaced cursors', () => {
      const cursor = {
        ...KEY,
        lastSyncedAt: T0 - MINUTE,
        lastStatus: 'error',
        lastError: 'no',
        items: 3,
        updatedAt: T0,
        consecutiveFailures: 2,
        notBefore: T0 + MINUTE,
        unmovedRuns: 4,
      } as const;

      it('are as given, also when they move back, and their windows are discarded', async () => {
        const mine = await lease();
        const run = await runOf(mine);
        await store.fenced.openWindow(mine, WINDOW, T0);
        await commit(mine, run.id, { end: { outcome: 'advance', cursor: T0, items: 1 } });
        await store.fenced.openWindow(mine, WINDOW, T0);
        await store.fenced.replaceCursors([mine], { remove: [], put: [cursor] });
        expect(await store.cursors.get(KEY)).toEqual(cursor);
        expect(await store.cursors.getWindow(KEY)).toBeNull();
      });

      it('are removed on request', async () => {
        const mine = await lease();
        await store.fenced.replaceCursors([mine], { remove: [], put: [cursor] });
        await store.fenced.openWindow(mine, WINDOW, T0);
        await store.fenced.replaceCursors([mine], { remove: [KEY], put: [] });
        expect(await store.cursors.list()).toEqual([]);
        expect(await store.cursors.getWindow(KEY)).toBeNull();
      });

      it.each([
        ['ok', 'no'],
        ['error', null],
        [null, null],
      ] as const)('keep the status %s beside the error %s', async (lastStatus, lastError) => {
        const mine = await lease();
        const put = [{ ...cursor, lastStatus, lastError }];
        await store.fenced.replaceCursors([mine], { remove: [], put });
        expect(await store.cursors.get(KEY)).toEqual(put[0]);
      });

      it('may belong to several installations, all or none', async () => {
        const mine = await lease();
        const other = await lease(ME, T0, 'i2');
        const elsewhere = { ...cursor, installationId: 'i2' };
        const change = { remove: [], put: [cursor, elsewhere] };
        await store.leases.release(other);
        await expect(store.fenced.replaceCursors([mine, other], change)).rejects.toMatchObject({
          code: 'SPM_LEASE_LOST',
        });
        expect(await store.cursors.list()).toEqual([]);
        const again = await lease(ME, T0, 'i2');
        await store.fenced.replaceCursors([mine, again], change);
        expect(await store.cursors.list()).toEqual([cursor, elsewhere]);
      });

      it('need a lease each, or nothing is written', async () => {
        const mine = await lease();
        const elsewhere = { ...cursor, installationId: 'i2' };
        const change = { remove: [], put: [cursor, elsewhere] };
        await expect(store.fenced.replaceCursors([mine], change)).rejects.toMatchObject({
          code: 'SPM_INTERNAL',
        });
        expect(await store.cursors.list()).toEqual([]);
      });
    });

    describe('heartbeats', () => {
      const beat = (id: string, beatAt: number) => ({
        owner: { ...ME, id },
        startedAt: T0,
        beatAt,
        nextAt: id === 'a' ? null : T0 + MINUTE,
      });

      it('are one per owner, the latest first, until removed', async () => {
        await store.heartbeats.put(beat('a', T0));
        await store.heartbeats.put(beat('b', T0 + 1));
        await store.heartbeats.put(beat('a', T0 + 2));
        expect(await store.heartbeats.list()).toEqual([beat('a', T0 + 2), beat('b', T0 + 1)]);
        await store.heartbeats.remove('a');
        await store.heartbeats.remove('nobody');
        expect(await store.heartbeats.list()).toEqual([beat('b', T0 + 1)]);
      });
    });

    describe('upkeep', () => {
      const DAY = 24 * 60 * MINUTE;

      it('is claimed by one caller', async () => {
        expect(await store.upkeep.lastDone('purge')).toBeNull();
        expect(await store.upkeep.claim('purge', T0 - DAY, T0)).toBe(true);
        expect(await store.upkeep.claim('purge', T0 - DAY, T0 + 1)).toBe(false);
        expect(await store.upkeep.lastDone('purge')).toBe(T0);
        expect(await store.upkeep.claim('purge', T0 + 1, T0 + DAY)).toBe(true);
      });

      it('purges old runs, but neither the newest nor the newest finished one', async () => {
        const mine = await lease();
        for (const status of ['ok', 'failed', 'partial'] as const) {
          const run = await runOf(mine);
          await store.fenced.closeRun(mine, run.id, { status, summary: null }, T0);
        }
        await runOf(mine);
        const all = { before: T0 + DAY, rejectsBefore: null };
        expect(await store.upkeep.purge({ ...all, before: T0 }, 10)).toMatchObject({ runs: 0 });
        expect(await store.upkeep.purge(all, 1)).toMatchObject({ runs: 1 });
        expect(await store.upkeep.purge(all, 10)).toMatchObject({ runs: 1 });
        expect((await store.runs.list()).map(({ status }) => status)).toEqual([
          'running',
          'partial',
        ]);
      });

      it('purges dead letters that are not open', async () => {
        const mine = await lease();
        await commit(mine, 1, { rejects: [reject(), reject({ key: '8' })] });
        const [, first] = await store.rejects.list();
        await store.fenced.endRejects(mine, [first?.id ?? 0], 'discarded', T0);
        const all = { before: null, rejectsBefore: T0 + DAY };
        expect(await store.upkeep.purge({ ...all, rejectsBefore: null }, 9)).toEqual({
          runs: 0,
          webhooks: 0,
          rejects: 0,
        });
        expect(await store.upkeep.purge(all, 9)).toMatchObject({ rejects: 1 });
        expect((await store.rejects.list()).map(({ key }) => key)).toEqual(['8']);
      });
    });

    it('settles rejects, progress and end of a step together', async () => {
      const mine = await lease();
      const run = await runOf(mine);
      await store.fenced.openWindow(mine, WINDOW, T0);
      await commit(mine, run.id, {
        rejects: [reject()],
        progress: { position: 5, counts: COUNTS },
        end: { outcome: 'advance', cursor: T0, items: 3 },
      });
      expect(await store.rejects.list()).toHaveLength(1);
      expect(await store.cursors.get(KEY)).toMatchObject({ lastSyncedAt: T0 });
      expect(await store.cursors.getWindow(KEY)).toBeNull();
    });

    describe('the fence', () => {
      const writes: Record<string, (held: Lease) => Promise<unknown>> = {
        openRun: (held) => store.fenced.openRun(held, T0),
        closeRun: (held) => store.fenced.closeRun(held, 1, { status: 'ok', summary: null }, T0),
        openWindow: (held) => store.fenced.openWindow(held, { ...WINDOW, position: 'new' }, T0),
        commitStep: (held) =>
          commit(held, 1, {
            rejects: [reject()],
            progress: { position: 1, counts: COUNTS },
            end: { outcome: 'advance', cursor: T0, items: 1 },
          }),
        endRejects: (held) => store.fenced.endRejects(held, [1], 'discarded', T0),
        replaceCursors: (held) => store.fenced.replaceCursors([held], { remove: [KEY], put: [] }),
        setState: (held) =>
          store.fenced.setState(held, { key: 'k', value: '1', encrypted: false }, T0),
        deleteState: (held) => store.fenced.deleteState(held, 'kept'),
        saveInstallation: (held) =>
          store.fenced.saveInstallation(held, { installationId: 'i1', shopName: 'New' }, T0, {
            state: [{ key: 'new', value: '1', encrypted: false }],
          }),
        removeInstallation: (held) => store.fenced.removeInstallation(held),
      };
      const stale: Record<string, () => Promise<Lease>> = {
        'was taken over': takenOver,
        'was released': async () => {
          const mine = await lease();
          await store.leases.release(mine);
          return mine;
        },
        'was never acquired': async () => ({
          installationId: 'i1',
          owner: ME,
          fence: 1,
          until: T0 + TTL,
        }),
        'has an owner of another process': async () => ({
          ...(await lease()),
          owner: { ...ME, id: 'older me' },
        }),
      };

      for (const [write, act] of Object.entries(writes)) {
        for (const [how, makeLease] of Object.entries(stale)) {
          it(`lets ${write} write nothing under a lease that ${how}`, async () => {
            const first = await lease(ME, T0 - 10 * TTL);
            await store.fenced.openRun(first, T0 - 10 * TTL);
            await store.fenced.openWindow(first, WINDOW, T0);
            const kept = { key: 'kept', value: '1', encrypted: false };
            await store.fenced.setState(first, kept, T0);
            await store.leases.release(first);
            const held = await makeLease();
            const before = await everything();
            await expect(act(held)).rejects.toMatchObject({ code: 'SPM_LEASE_LOST' });
            expect(await everything()).toEqual(before);
          });
        }
      }

      it('lets the owner of an expired lease write when nobody replaced it', async () => {
        const mine = await lease();
        const run = await runOf(mine, T0 + 10 * TTL);
        await commit(mine, run.id, { rejects: [reject()], now: T0 + 10 * TTL });
        expect(await store.rejects.list()).toHaveLength(1);
      });

      it('rejects a write to another installation', async () => {
        const mine = await lease();
        const key = { ...KEY, installationId: 'i2' };
        const internal = { code: 'SPM_INTERNAL' };
        await expect(commit(mine, 1, { key, rejects: [reject()] })).rejects.toMatchObject(internal);
        await expect(
          store.fenced.openWindow(mine, { ...WINDOW, ...key }, T0),
        ).rejects.toMatchObject(internal);
        await expect(
          store.fenced.saveInstallation(mine, { installationId: 'i2' }, T0),
        ).rejects.toMatchObject(internal);
        expect(await store.installations.get('i2')).toBeNull();
        expect(await store.rejects.list()).toEqual([]);
        expect(await store.cursors.getWindow(key)).toBeNull();
      });

      it('lets a holder save the installation', async () => {
        const mine = await lease();
        const account = { installationId: 'i1', externalAccountRef: 'acc' };
        await store.fenced.saveInstallation(mine, account, T0);
        expect(await store.installations.get('i1')).toMatchObject(account);
      });

      it('saves the installation and entries of its state together', async () => {
        const mine = await lease();
        const entries = ['a', 'b'].map((key) => ({ key, value: '1', encrypted: false }));
        await store.fenced.saveInstallation(mine, { installationId: 'i1' }, T0, { state: entries });
        expect(await store.installations.get('i1')).toMatchObject({ status: 'inactive' });
        expect(await store.state.list('i1')).toMatchObject(entries);
        const forget = ['a', 'never'];
        await store.fenced.saveInstallation(mine, { installationId: 'i1' }, T0, { forget });
        expect((await store.state.list('i1')).map(({ key }) => key)).toEqual(['b']);
      });

      it('makes an uninstalled installation inactive on a save only when asked to', async () => {
        const mine = await lease();
        const one = { installationId: 'i1' };
        const save = (reinstall: boolean) =>
          store.fenced.saveInstallation(mine, one, T0 + 2, { reinstall });
        const status = async () => (await store.installations.get('i1'))?.status;
        await store.installations.save(one, T0);
        await store.installations.setStatus('i1', UNINSTALL, T0 + 1);
        await save(false);
        expect(await status()).toBe('uninstalled');
        await save(true);
        expect(await store.installations.get('i1')).toMatchObject({
          status: 'inactive',
          installedAt: T0 + 2,
          uninstalledAt: null,
        });
        await store.installations.setStatus('i1', ACTIVATE, T0 + 3);
        await save(true);
        expect(await status()).toBe('active');
      });

      it('removes an installation with all its data, and nothing of another', async () => {
        const fill = async (installationId: string) => {
          const held = await lease(ME, T0, installationId);
          const entry = { key: 'k', value: '1', encrypted: false };
          await store.fenced.saveInstallation(held, { installationId }, T0, { state: [entry] });
          const { id: runId } = await runOf(held);
          const key = { ...KEY, installationId };
          await store.fenced.openWindow(held, { ...WINDOW, ...key }, T0);
          const end = { outcome: 'advance', cursor: T0, items: 1 } as const;
          await commit(held, runId, { key, rejects: [reject({}, key)], end });
          await store.fenced.openWindow(held, { ...WINDOW, ...key }, T0);
          return held;
        };
        const kept = async (installationId: string) => ({
          installation: await store.installations.get(installationId),
          state: await store.state.list(installationId),
          cursors: await store.cursors.list({ installationId }),
          window: await store.cursors.getWindow({ ...KEY, installationId }),
          runs: await store.runs.list({ installationId }),
          rejects: await store.rejects.list({ installationId }),
        });
        const mine = await fill('i1');
        await fill('i2');
        const other = await kept('i2');
        await store.fenced.removeInstallation(mine);
        expect(await kept('i1')).toEqual({
          installation: null,
          state: [],
          cursors: [],
          window: null,
          runs: [],
          rejects: [],
        });
        expect(await kept('i2')).toEqual(other);
        expect(await store.leases.get('i1')).toMatchObject({ fence: mine.fence });
        expect((await runOf(mine)).id).toBeGreaterThan(other.runs[0]?.id ?? 0);
      });

      it('lets a holder set and delete state', async () => {
        const mine = await lease();
        await store.fenced.setState(mine, { key: 'k', value: '1', encrypted: true }, T0);
        expect(await store.state.get('i1', 'k')).toMatchObject({ value: '1', encrypted: true });
        await store.fenced.deleteState(mine, 'k');
        expect(await store.state.get('i1', 'k')).toBeNull();
      });
    });

    it('has no webhooks at first', async () => {
      expect(await store.webhooks.recent(20)).toEqual([]);
    });

    it('answers a ping, and after closing rejects everything', async () => {
      await store.ping();
      await store.close();
      await store.close();
      const closed = { code: 'SPM_STORE_UNAVAILABLE' };
      await expect(store.ping()).rejects.toMatchObject(closed);
      await expect(store.installations.list()).rejects.toMatchObject(closed);
      await expect(store.leases.acquire('i1', ME, TTL, T0)).rejects.toMatchObject(closed);
    });
  });
}
