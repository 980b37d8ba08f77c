import { describe, expect, it } from 'vitest';
import { SpmError } from '../../../src/errors.ts';
import { type SeveralInput, syncSeveral } from '../../../src/runtime/loop/several.ts';
import { Redactor } from '../../../src/runtime/security/redactor.ts';
import { noCounts } from '../../../src/runtime/sync/accounting.ts';
import type { SyncReport } from '../../../src/runtime/sync/report.ts';
import { ManualClock, settled } from '../../helpers/syncBench.ts';

const reportOf = (installation_id: string, status: SyncReport['status'] = 'ok'): SyncReport => ({
  installation_id,
  run_id: 1,
  status,
  full: false,
  started_at: '2026-01-01T00:00:00.000Z',
  finished_at: '2026-01-01T00:00:00.000Z',
  duration_ms: 0,
  steps: [],
  errors: [],
  totals: { ...noCounts(), read: 2, acknowledged: 2, requests: 1, retries: 0, throttled: 0 },
  interrupted: false,
  abandoned_runs: [],
});

const held = () => new SpmError('SPM_LEASE_HELD', 'Another process works on it');

const several = (ids: string[], sync: SeveralInput['sync'], more: Partial<SeveralInput> = {}) =>
  syncSeveral({
    installationIds: ids,
    concurrency: 2,
    clock: new ManualClock(),
    signal: new AbortController().signal,
    sync,
    ...more,
  });

describe('several installations', () => {
  it('run as many in parallel as allowed, and are reported in order', async () => {
    let running = 0;
    let most = 0;
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const report = await several(ids, async (id) => {
      most = Math.max(most, ++running);
      await settled();
      running--;
      return reportOf(id);
    });
    expect(most).toBe(2);
    expect(report.installations.map(({ installation_id }) => installation_id)).toEqual(ids);
    expect(report.status).toBe('ok');
    expect(report.totals).toMatchObject({ read: 10, acknowledged: 10, requests: 5 });
  });

  it('go on when one fails, and report its error without secrets', async () => {
    const report = await several(['a', 'b', 'c'], async (id) => {
      if (id === 'a') throw new SpmError('SPM_SECRET_MISSING', 'no token', { hint: 'store it' });
      if (id === 'b') throw new Error('token=abcdef0123456789');
      return reportOf(id, 'partial');
    });
    expect(report.status).toBe('failed');
    expect(report.installations).toMatchObject([
      { status: 'failed', report: null, error: { code: 'SPM_SECRET_MISSING', hint: 'store it' } },
      { status: 'failed', report: null, error: { code: 'SPM_INTERNAL' } },
      { status: 'partial', error: null },
    ]);
    expect(new Redactor().json(report)).not.toContain('abcdef0123456789');
  });

  it('keep the report of a run that an error ended', async () => {
    const report = await several(['a'], async (id) => {
      const details = { report: reportOf(id, 'failed') };
      throw new SpmError('SPM_API_UNAUTHORIZED', 'refused', { details });
    });
    expect(report.installations[0]).toMatchObject({
      status: 'failed',
      report: { run_id: 1 },
      error: { code: 'SPM_API_UNAUTHORIZED' },
    });
    expect(report.totals.acknowledged).toBe(2);
  });

  it('are busy only when all of them are', async () => {
    const all = await several(['a', 'b'], () => Promise.reject(held()));
    expect(all.status).toBe('busy');
    const one = await several(['a', 'b'], async (id) => {
      if (id === 'a') throw held();
      return reportOf(id);
    });
    expect(one.status).toBe('partial');
    expect(one.installations.map(({ status }) => status)).toEqual(['busy', 'ok']);
  });

  it('are partial when none failed and something is left, failed when none succeeded', async () => {
    const all = await several(['a', 'b'], async (id) => reportOf(id, 'partial'));
    expect(all.status).toBe('partial');
    const one = await several(['a', 'b'], async (id) => reportOf(id, id === 'a' ? 'ok' : 'failed'));
    expect(one.status).toBe('failed');
    const signal = AbortSignal.abort();
    const none = await several(['a'], async (id) => reportOf(id), { signal });
    expect(none.status).toBe('failed');
  });

  it('do not start after a shutdown', async () => {
    const stop = new AbortController();
    const report = await several(
      ['a', 'b', 'c'],
      async (id) => {
        stop.abort();
        return reportOf(id);
      },
      { signal: stop.signal, concurrency: 1 },
    );
    expect(report.installations.map(({ status }) => status)).toEqual(['ok', 'skipped', 'skipped']);
    expect(report.status).toBe('partial');
  });
});
