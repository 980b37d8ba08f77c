import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { renderSync } from '../../../src/output/human/sync.js';
import type { Terminal } from '../../../src/output/terminal.js';
import { idleStep, type StepReport, type SyncReport } from '../../../src/runtime/sync/report.js';

const style = new Chalk({ level: 0 });
const terminal = { out: style, err: style } as Terminal;
const none = { read: 0, acknowledged: 0, unchanged: 0, skipped: 0, rejected: 0 };

const at = '2026-01-01T00:00:00.000Z';
function render(parts: Partial<SyncReport>, steps: Partial<StepReport>[] = [{}]) {
  const { out, err } = renderSync(
    {
      installation_id: 'shop',
      run_id: 1,
      status: 'ok',
      full: false,
      started_at: at,
      finished_at: at,
      duration_ms: 5,
      steps: steps.map((step) =>
        idleStep({ entity: 'orders', source_key: '', status: 'ok', ...step }),
      ),
      errors: [],
      totals: { ...none, requests: 0, retries: 0, throttled: 0 },
      abandoned_runs: [],
      ...parts,
    },
    terminal,
  );
  return { out: out.join('\n'), err };
}

describe('the report of a sync', () => {
  it('has nothing for stderr when all went well', () => {
    const { out, err } = render({});
    expect(err).toEqual([]);
    expect(out).toContain('Nothing was left to push.');
    expect(out).not.toContain('Left to do');
  });

  it('says how often requests were tried again, and the API asked for less', () => {
    const totals = { ...none, requests: 9, retries: 1, throttled: 0 };
    expect(render({ totals }).out).toContain('1 request tried again.');
    expect(render({ totals: { ...totals, retries: 4, throttled: 2 } }).out).toContain(
      '4 requests tried again; the API asked for less 2 times.',
    );
  });

  it('tells problems on stderr and what is left on stdout', () => {
    const { out, err } = render({ status: 'partial', errors: ['stopped'] }, [
      { entity: 'customers' },
      { status: 'error', errors: ['no answer'] },
      {
        entity: 'products',
        source_key: 'fr',
        status: 'waiting',
        warnings: [`failed lately; tried again from ${at} on`],
      },
      { entity: 'carts', status: 'disabled', warnings: ['is off'] },
    ]);
    expect(out).toContain('Nothing was pushed.');
    expect(out).toContain('Left to do: orders (error), products/fr (waiting).');
    expect(out).not.toMatch(/no answer|stopped|is off|failed lately/);
    expect(err).toEqual([
      'error stopped',
      'error orders: no answer',
      expect.stringContaining(`waiting products/fr: failed lately; tried again from ${at}`),
      'warning carts: is off',
    ]);
  });
});
