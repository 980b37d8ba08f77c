import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildHealthReport, type HealthThresholds } from '../../src/runtime/health.ts';
import { buildOverview } from '../../src/runtime/overview.ts';
import type { Lease } from '../../src/runtime/ports/records.ts';
import type { Store } from '../../src/runtime/ports/store.ts';
import { openSqliteStore } from '../helpers/sqliteStore.ts';

const HOUR = 3_600_000;
const T0 = Date.UTC(2026, 0, 1);
const iso = (ms: number) => new Date(ms).toISOString();

let folder: string;
let path: string;
let store: Store;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'spm-health-'));
  path = join(folder, 'store.sqlite');
  store = await openSqliteStore({ path, now: () => T0 });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const activate = async (installationId: string, at = T0) => {
  await store.installations.save({ installationId, shopDomain: `${installationId}.example` }, at);
  await store.installations.setStatus(installationId, { from: 'inactive', to: 'active' }, at);
};

const hold = async (installationId: string, at = T0): Promise<Lease> => {
  const owner = { host: 'h', pid: 1, id: 'p' };
  const result = await store.leases.acquire(installationId, owner, 30_000, at);
  if (!result.acquired) throw new Error('The lease is held.');
  return result.lease;
};

const run = async (
  installationId: string,
  at: number,
  status: 'ok' | 'partial' | 'failed' = 'ok',
) => {
  const lease = await hold(installationId, at);
  const opened = await store.fenced.openRun(lease, at);
  await store.fenced.closeRun(lease, opened.run.id, { status, summary: null }, at);
  await store.leases.release(lease);
  return opened.run.id;
};

type End = NonNullable<Parameters<Store['fenced']['commitStep']>[1]['end']>;

const endSteps = async (installationId: string, prefix: string, count: number, end: End) => {
  const lease = await hold(installationId);
  for (let n = 0; n < count; n++) {
    const key = { installationId, entity: `${prefix}${n}`, sourceKey: '' };
    await store.fenced.commitStep(lease, { key, runId: 1, now: T0, end });
  }
  await store.leases.release(lease);
};
const failCursors = (installationId: string, count: number) =>
  endSteps(installationId, 'e', count, { outcome: 'hold', error: 'no', items: 0 });
const moveCursors = (installationId: string, prefix: string, count: number, cursor = T0) =>
  endSteps(installationId, prefix, count, { outcome: 'advance', cursor, items: 0 });

const report = (at = T0, thresholds?: HealthThresholds) => buildHealthReport(store, at, thresholds);

describe('buildHealthReport', () => {
  it('is fine with nothing to report', async () => {
    expect(await report()).toEqual({
      status: 'ok',
      reasons: [],
      db: 'ok',
      active_installations: 0,
      cursors_in_error: 0,
      installations: [],
      loops: [],
      checked_at: iso(T0),
    });
  });

  it('tells of the newest finished run of each active installation', async () => {
    await activate('i1');
    await activate('i2');
    await store.installations.save({ installationId: 'i3' }, T0);
    await run('i1', T0 - HOUR);
    await run('i1', T0, 'partial');
    await run('i3', T0);
    expect(await report(T0 + HOUR)).toEqual({
      status: 'ok',
      reasons: [],
      db: 'ok',
      active_installations: 2,
      cursors_in_error: 0,
      installations: [
        {
          installation_id: 'i1',
          last_run_at: iso(T0),
          last_run_age_ms: HOUR,
          last_run_status: 'partial',
          stale: false,
          last_success_at: iso(T0 - HOUR),
        },
        {
          installation_id: 'i2',
          last_run_at: null,
          last_run_age_ms: null,
          last_run_status: null,
          stale: false,
          last_success_at: null,
        },
      ],
      loops: [],
      checked_at: iso(T0 + HOUR),
    });
  });

  const isStale = async (at: number, thresholds?: HealthThresholds) => {
    const { status, installations } = await report(at, thresholds);
    expect(status).toBe(installations.some(({ stale }) => stale) ? 'degraded' : 'ok');
    return installations[0]?.stale;
  };

  it('is degraded when the newest run that succeeded is older than six hours', async () => {
    await activate('i1');
    await run('i1', T0);
    for (const [hours, status] of [
      [2, 'failed'],
      [4, 'partial'],
      [5, 'failed'],
    ] as const)
      await run('i1', T0 + hours * HOUR, status);
    expect(await isStale(T0 + 6 * HOUR)).toBe(false);
    expect(await isStale(T0 + 6 * HOUR + 1)).toBe(true);
    expect(await isStale(T0 + HOUR + 1, { staleAfterMs: HOUR })).toBe(true);
    const { reasons, installations } = await report(T0 + 7 * HOUR);
    expect(reasons).toEqual([`i1: no run has succeeded since ${iso(T0)}`]);
    expect(installations).toMatchObject([
      { last_run_at: iso(T0 + 5 * HOUR), last_run_status: 'failed', last_success_at: iso(T0) },
    ]);
    await run('i1', T0 + 7 * HOUR);
    expect(await isStale(T0 + 7 * HOUR)).toBe(false);
  });

  it('does not call a paused installation stale for its age', async () => {
    await activate('i1');
    await run('i1', T0);
    await store.schedule.setPaused('i1', true, T0);
    expect(await isStale(T0 + 48 * HOUR)).toBe(false);
    await store.schedule.setPaused('i1', false, T0);
    expect(await isStale(T0 + 48 * HOUR)).toBe(true);
  });

  it('does not take a time that is yet to come for a recent one', async () => {
    await activate('s1');
    await run('s1', T0 + 9 * HOUR);
    const ahead = await buildHealthReport(store, T0);
    expect(ahead.reasons).toEqual([
      `s1: its newest success is in the future, at ${iso(T0 + 9 * HOUR)}: check the clock`,
    ]);
    const skewed = await buildHealthReport(store, T0 + 9 * HOUR - 60_000);
    expect(skewed.reasons).toEqual([]);
  });

  it('is degraded when no run succeeded since an installation became active', async () => {
    await activate('i1');
    await run('i1', T0 + 6 * HOUR, 'failed');
    expect(await isStale(T0 + 6 * HOUR)).toBe(false);
    expect(await isStale(T0 + 6 * HOUR + 1)).toBe(true);
  });

  it('does not trust an installation of which no time is known', async () => {
    await activate('i1');
    const db = new Database(path);
    db.exec('UPDATE installs SET activated_at = NULL, installed_at = NULL');
    db.close();
    expect((await report()).reasons).toEqual(['i1: no run has ever succeeded']);
    await run('i1', T0);
    expect(await isStale(T0)).toBe(false);
  });

  it('is degraded when at least half of the cursors of one installation are in error', async () => {
    await activate('i1');
    await activate('i2');
    await moveCursors('i1', 'good', 3);
    await moveCursors('i2', 'good', 40);
    await failCursors('i1', 2);
    expect(await report()).toMatchObject({ status: 'ok', cursors_in_error: 2 });
    await failCursors('i1', 3);
    expect(await report()).toMatchObject({
      status: 'degraded',
      reasons: ['i1: 3 of 6 cursors are in error'],
      installations: [{ stale: true }, { stale: false }],
    });
  });

  it('is degraded when one step fails again and again and is not synced for too long', async () => {
    await activate('i1');
    await run('i1', T0);
    await moveCursors('i1', 'good', 3);
    await moveCursors('i1', 'e', 1);
    await run('i1', T0 + 6 * HOUR);
    await failCursors('i1', 1);
    await failCursors('i1', 1);
    expect(await isStale(T0 + 6 * HOUR + 1)).toBe(false);
    await failCursors('i1', 1);
    expect(await isStale(T0 + 6 * HOUR)).toBe(false);
    expect((await report(T0 + 6 * HOUR + 1)).reasons).toEqual([
      'i1: failed at least 3 times and not synced for too long: e0',
    ]);
    expect(await isStale(T0 + 6 * HOUR + 1, { staleAfterMs: 7 * HOUR })).toBe(false);
  });

  it('is degraded when a run is open that no live lease covers', async () => {
    await activate('i1');
    const lease = await hold('i1');
    await store.fenced.openRun(lease, T0);
    expect(await report(T0 + 29_999)).toMatchObject({
      status: 'ok',
      installations: [{ last_run_status: 'running', last_run_at: null }],
    });
    expect(await isStale(T0 + 30_000)).toBe(true);
    expect((await report(T0 + 30_000)).reasons).toEqual([
      'i1: run #1 died; the next sync continues it',
    ]);
    await store.leases.release(lease);
    expect(await isStale(T0)).toBe(true);
  });

  it('is degraded when a cursor does not move for many clean runs', async () => {
    await activate('i1');
    await run('i1', T0);
    const lease = await hold('i1');
    const commit = () =>
      store.fenced.commitStep(lease, {
        key: { installationId: 'i1', entity: 'orders', sourceKey: '' },
        runId: 1,
        now: T0,
        end: { outcome: 'stay', items: 1 },
      });
    for (let n = 0; n < 95; n++) await commit();
    expect(await isStale(T0)).toBe(false);
    expect(await isStale(T0, { maxUnmovedRuns: 95 })).toBe(true);
    await commit();
    expect(await isStale(T0)).toBe(true);
    expect((await report()).reasons).toEqual([
      'i1: successful runs do not move the cursor of orders',
    ]);
  });

  it('is degraded with more than ten cursors in error, of active installations', async () => {
    await activate('i1');
    await activate('i2');
    await moveCursors('i1', 'good', 20);
    await moveCursors('i2', 'good', 20);
    await failCursors('i1', 6);
    await failCursors('i2', 4);
    await failCursors('i3', 5);
    expect(await report()).toMatchObject({ status: 'ok', cursors_in_error: 10 });
    expect(await report(T0, { maxCursorsInError: 9 })).toMatchObject({ status: 'degraded' });
    await failCursors('i2', 5);
    expect(await report()).toMatchObject({
      status: 'degraded',
      reasons: ['11 cursors are in error, more than 10'],
      cursors_in_error: 11,
    });
  });

  it('answers when the store does not', async () => {
    await activate('i1');
    await store.close();
    expect(await report()).toEqual({
      status: 'degraded',
      reasons: ['the store does not answer'],
      db: 'error',
      active_installations: 0,
      cursors_in_error: 0,
      installations: [],
      loops: [],
      checked_at: iso(T0),
    });
  });
});

describe('buildOverview', () => {
  it('is empty for an empty store', async () => {
    expect(await buildOverview(store, T0)).toEqual({
      installations: [],
      cursors_in_error: [],
      dead_letters: [],
      recent_webhooks: [],
      next_run: null,
      generated_at: iso(T0),
    });
  });

  it('shows active installations, their cursors in error, dead letters and the newest webhooks', async () => {
    await activate('i1');
    await activate('i2');
    await store.installations.save({ installationId: 'i3' }, T0);
    const finished = await run('i1', T0, 'failed');
    await failCursors('i1', 1);
    await failCursors('i3', 1);
    const lease = await hold('i1');
    const reject = (key: string) => ({
      payload: {},
      key,
      identity: key,
      errors: ['bad'],
      status: 200,
      route: null,
      redacted: false,
    });
    await store.fenced.commitStep(lease, {
      key: { installationId: 'i1', entity: 'orders', sourceKey: '' },
      runId: finished,
      now: T0,
      rejects: [reject('1'), reject('2')],
    });
    addWebhooks(21);
    const overview = await buildOverview(store, T0 + 1, { nextRunAt: T0 + HOUR });
    expect(overview).toMatchObject({
      installations: [
        {
          installation_id: 'i1',
          shop_domain: 'i1.example',
          status: 'active',
          last_run: {
            id: finished,
            status: 'failed',
            started_at: iso(T0),
            finished_at: iso(T0),
          },
        },
        { installation_id: 'i2', last_run: null },
      ],
      cursors_in_error: [
        {
          installation_id: 'i1',
          entity: 'e0',
          source_key: '',
          last_synced_at: null,
          last_error: 'no',
          consecutive_failures: 1,
        },
      ],
      dead_letters: [{ installation_id: 'i1', entity: 'orders', count: 2 }],
      next_run: iso(T0 + HOUR),
      generated_at: iso(T0 + 1),
    });
    expect(overview.recent_webhooks).toHaveLength(20);
    expect(overview.recent_webhooks[0]).toEqual({
      id: 21,
      event: 'integration.installed',
      installation_id: 'i1',
      signature_ok: true,
      created_at: iso(T0 + 21),
    });
  });
});

function addWebhooks(count: number): void {
  const db = new Database(path);
  const insert = db.prepare(
    `INSERT INTO webhook_log (event, installation_id, signature_ok, created_at)
     VALUES ('integration.installed', 'i1', 1, ?)`,
  );
  for (let n = 1; n <= count; n++) insert.run(iso(T0 + n));
  db.close();
}
