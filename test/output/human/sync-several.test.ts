import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { renderSync } from '../../../src/output/human/sync.js';
import type { Terminal } from '../../../src/output/terminal.js';
import type { InstallationSync } from '../../../src/runtime/loop/several.js';
import { noCounts } from '../../../src/runtime/sync/accounting.js';
import type { SyncReport } from '../../../src/runtime/sync/report.js';

const style = new Chalk({ level: 0 });
const at = '2026-01-01T00:00:00.000Z';

const totals = { ...noCounts(), requests: 0, retries: 0, throttled: 0 };

function render(installations: InstallationSync[]) {
  const { out, err } = renderSync(
    {
      status: 'failed',
      started_at: at,
      finished_at: at,
      duration_ms: 1_500,
      installations,
      totals: { ...totals, acknowledged: 7, rejected: 1 },
    },
    { out: style, err: style } as Terminal,
  );
  return { out, err };
}

const report = {
  run_id: 4,
  duration_ms: 900,
  errors: [],
  steps: [{ entity: 'orders', source_key: '', errors: ['no answer'], warnings: ['is slow'] }],
  totals: { ...totals, read: 8, acknowledged: 7, rejected: 1, requests: 2 },
} as unknown as SyncReport;

describe('the report of several shops', () => {
  it('has a line for each, with what went wrong on stderr', () => {
    const { out, err } = render([
      { installation_id: 'a', status: 'partial', report, error: null },
      {
        installation_id: 'b',
        status: 'busy',
        report: null,
        error: { code: 'SPM_LEASE_HELD', message: 'Busy', cause: 'process 7', hint: 'Wait.' },
      },
    ]);
    expect(out).toEqual([
      'sync of 2 installations failed · 1.5 s',
      '',
      'installation  status   run  read  acknowledged  rejected  requests    took',
      'a             partial  #4      8             7         1         2  900 ms',
      'b             busy     -       -             -         -         -       -',
      '',
      '7 items acknowledged, 1 rejected.',
    ]);
    expect(err).toEqual([
      'error a: orders: no answer',
      'warning a: orders: is slow',
      'error b: Busy: process 7: Wait.',
    ]);
  });

  it('names deletions by shop and step, and tells of an error once', () => {
    const steps = [
      { entity: 'orders', source_key: '', errors: ['Refused: HTTP 401'], warnings: [] },
      {
        entity: 'customers',
        source_key: '',
        errors: [],
        warnings: [],
        deletes: { known: 50, found: 40, removed: 0, needs_approval: true, examples: ['a'] },
      },
      {
        entity: 'visits',
        source_key: 'paris',
        errors: [],
        warnings: [],
        deletes: { known: 50, found: 4, removed: 4, needs_approval: false, examples: [] },
      },
    ];
    const error = {
      code: 'SPM_API_UNAUTHORIZED' as const,
      message: 'Refused',
      cause: 'HTTP 401',
      hint: null,
    };
    const { out, err } = render([
      {
        installation_id: 'a',
        status: 'partial',
        report: { ...report, errors: ['Refused: HTTP 401'], steps } as unknown as SyncReport,
        error,
      },
    ]);
    expect(out.slice(2)).toEqual([
      'installation  status   run  read  acknowledged  rejected  deleted  requests    took',
      'a             partial  #4      8             7         1        4         2  900 ms',
      '',
      '7 items acknowledged, 1 rejected, 4 deleted.',
      expect.stringMatching(
        /^a: customers: the partner no longer has 40 of 50 records \(a, …\), .*--approve-deletes`\.$/,
      ),
    ]);
    expect(err).toEqual(['error a: Refused: HTTP 401']);
  });
});
