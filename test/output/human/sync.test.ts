import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { renderEndedRun, renderSync } from '../../../src/output/human/sync.js';
import type { Terminal } from '../../../src/output/terminal.js';
import { idleStep, type StepReport, type SyncReport } from '../../../src/runtime/sync/report.js';

const style = new Chalk({ level: 0 });
const terminal = { out: style, err: style } as Terminal;
const none = { read: 0, acknowledged: 0, unchanged: 0, skipped: 0, rejected: 0 };

const NO_DELETES = { known: 2000, found: 0, removed: 0, needs_approval: false, examples: [] };

const at = '2026-01-01T00:00:00.000Z';
function reportOf(parts: Partial<SyncReport>, steps: Partial<StepReport>[]): SyncReport {
  return {
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
    interrupted: false,
    abandoned_runs: [],
    ...parts,
  };
}

function render(parts: Partial<SyncReport>, steps: Partial<StepReport>[] = [{}]) {
  const { out, err } = renderSync(reportOf(parts, steps), terminal);
  return { out: out.join('\n'), err };
}

describe('the report of a sync', () => {
  it('has nothing for stderr when all went well', () => {
    const { out, err } = render({});
    expect(err).toEqual([]);
    expect(out).toContain('Nothing new to push.');
    expect(out).not.toContain('Not finished');
  });

  it('counts the retries, and how often the API asked to slow down', () => {
    const totals = { ...none, requests: 9, retries: 1, throttled: 0 };
    expect(render({ totals }).out).toContain('1 request retried.');
    expect(render({ totals: { ...totals, retries: 4, throttled: 2 } }).out).toContain(
      '4 requests retried; the API asked to slow down 2 times.',
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
        warnings: [`failed recently; runs again from ${at}`],
      },
      { entity: 'carts', status: 'disabled', warnings: ['is off'] },
    ]);
    expect(out).toContain('Nothing was pushed.');
    expect(out).toContain('Not finished: orders (error), products/fr (waiting).');
    expect(out).toContain('  error: fix the errors, then sync again');
    expect(out).toContain('  waiting: sync again after the back-off');
    expect(out).not.toMatch(/no answer|stopped|is off|failed recently/);
    expect(err).toEqual([
      'error stopped',
      'error orders: no answer',
      expect.stringContaining(`waiting products/fr: failed recently; runs again from ${at}`),
      'warning carts: is off',
    ]);
  });

  it('tells of an error once, by the step that met it', () => {
    const errors = ['no answer', 'interrupted'];
    const { err } = render({ status: 'partial', errors }, [
      { status: 'error', errors: ['no answer'] },
    ]);
    expect(err).toEqual(['error interrupted', 'error orders: no answer']);
  });

  it('says what was deleted, in its own column', () => {
    const deletes = { ...NO_DELETES, found: 715, removed: 715 };
    const { out } = render({}, [{ deletes }, { entity: 'customers' }]);
    expect(out).toMatch(/rejected +deleted +requests/);
    expect(out).toMatch(/^orders +ok +0 +0 +0 +715 /m);
    expect(out).toContain(
      'Nothing was pushed; 715 records deleted that the partner no longer has.',
    );
    expect(
      render({ totals: { ...none, acknowledged: 2, requests: 1, retries: 0, throttled: 0 } }, [
        { deletes },
      ]).out,
    ).toContain(
      '2 items acknowledged, 0 rejected; 715 records deleted that the partner no longer has.',
    );
    expect(render({}).out).not.toContain('deleted');
  });

  it('says what was not deleted, and what to do', () => {
    const { out } = render({}, [
      {
        entity: 'customers',
        deletes: {
          ...NO_DELETES,
          found: 1715,
          needs_approval: true,
          examples: ['c1', 'c'.repeat(99)],
        },
      },
      { deletes: { ...NO_DELETES, found: 3, removed: 2 } },
    ]);
    expect(out).toContain(
      `customers: the partner no longer has 1,715 of 2,000 records (c1, ${'c'.repeat(40)}…, …), too many to delete without approval. Check that the partner really deleted them, then run \`spm-connect sync --full --approve-deletes\`.`,
    );
    expect(out).toContain(
      'orders: 1 record the partner no longer has is left for the next full sync',
    );
  });

  it('shows some keys, and none of a report from before they were in it', () => {
    const odd = { ...NO_DELETES, found: 1, needs_approval: true, examples: ['a  b'] };
    expect(render({}, [{ deletes: odd }]).out).toContain(
      'the partner no longer has 1 of 2,000 records (a b), too many',
    );
    const before = { found: 12, removed: 0, needs_approval: true } as typeof NO_DELETES;
    expect(render({}, [{ deletes: before }]).out).toContain(
      'orders: the partner no longer has 12 records, too many to',
    );
  });

  it('claims no cursor for a step that was not looked at', () => {
    const window = { since: null, until: at };
    const { out } = render({ status: 'partial' }, [
      { window, status: 'interrupted' },
      { entity: 'visits', status: 'skipped' },
      { entity: 'carts', window, cursor_after: at },
    ]);
    expect(out).toMatch(/^orders .* never$/m);
    expect(out).toMatch(/^visits .* -$/m);
    expect(out).toMatch(new RegExp(`^carts .* ${at}$`, 'm'));
  });
});

describe('a run that an error ended', () => {
  const steps: Partial<StepReport>[] = [
    { entity: 'customers' },
    { status: 'error', errors: ['refused', 'and more'] },
  ];
  const report = (parts: Partial<StepReport>[]) => reportOf({ errors: ['refused'] }, parts);

  it('is told of without that error', () => {
    const lines = renderEndedRun(report(steps), terminal);
    expect(lines.join('\n')).toMatch(/^customers +ok/m);
    expect(lines.filter((line) => line.includes('error '))).toEqual([
      expect.stringMatching(/^orders +error/),
      'error orders: and more',
    ]);
  });

  it('is not told of when nothing came through', () => {
    expect(renderEndedRun(report(steps.slice(1)), terminal)).toEqual([]);
  });
});
