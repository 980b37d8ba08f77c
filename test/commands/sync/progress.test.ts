import { describe, expect, it } from 'vitest';
import { watchShops, watchSteps } from '../../../src/commands/sync/progress.js';
import type { Progress } from '../../../src/commands/types.js';
import { noCounts } from '../../../src/runtime/sync/accounting.ts';
import type { StepReport } from '../../../src/runtime/sync/report.ts';
import { idleStep } from '../../../src/runtime/sync/report.ts';

function recorder() {
  const lines: string[] = [];
  const progress: Progress = {
    start: (text) => lines.push(`> ${text}`),
    update: (text) => lines.push(text),
    succeed: (text) => lines.push(`+ ${text}`),
    fail: (text) => lines.push(`- ${text}`),
    waiting: () => {},
    shown: async () => {},
  };
  let time = 0;
  const now = () => time;
  const pass = (ms: number) => {
    time += ms;
  };
  return { lines, progress, now, pass };
}

const counts = (read: number, acknowledged: number, more = {}) => ({
  ...noCounts(),
  read,
  acknowledged,
  ...more,
});

const ended = (more: Partial<StepReport> = {}) =>
  idleStep({ entity: 'orders', source_key: 'paris', status: 'ok', ...more });

describe('the progress of a step', () => {
  it('tells what was read and settled, how fast, and the time left where the total is known', () => {
    const { lines, progress, now, pass } = recorder();
    const watch = watchSteps(progress, now);
    watch.stepStarted?.('orders', 'paris');
    watch.progress?.('orders', 'paris', counts(100, 0));
    pass(2_000);
    watch.progress?.('orders', 'paris', counts(1_000, 900, { rejected: 2 }));
    watch.total?.('orders', 'paris', 20_000);
    watch.progress?.('orders', 'paris', counts(1_000, 950, { unchanged: 50 }));
    pass(100_000);
    watch.progress?.('orders', 'paris', counts(20_400, 10_000, { skipped: 200 }));
    watch.progress?.('orders', 'paris', counts(20_400, 20_400));
    watch.stepEnded?.(ended({ counts: counts(20_400, 20_400) }));
    expect(lines).toEqual([
      '> orders/paris',
      '100 read · 0 acknowledged',
      '1,000 read · 900 acknowledged · 2 rejected · 451/s',
      '1,000 of 20,000 read · 950 acknowledged · 50 unchanged · 500/s · 38 s left',
      '20,400 of 20,400 read · 10,000 acknowledged · 200 skipped · 100/s · 1 min left',
      '20,400 of 20,400 read · 20,400 acknowledged · 200/s',
      '+ orders/paris: ok, 20,400 read · 20,400 acknowledged',
    ]);
  });

  it('starts anew with each step, and says how it ended', () => {
    const { lines, progress, now } = recorder();
    const watch = watchSteps(progress, now);
    watch.stepStarted?.('a', '');
    watch.total?.('a', '', 5);
    watch.stepEnded?.(ended({ entity: 'a', source_key: '', status: 'held' }));
    watch.stepStarted?.('b', '');
    watch.progress?.('b', '', counts(1, 1));
    expect(lines).toEqual([
      '> a',
      '- a: held, 0 read · 0 acknowledged',
      '> b',
      '1 read · 1 acknowledged',
    ]);
  });

  it('tells of a pause until it is over', () => {
    const { lines, progress, now, pass } = recorder();
    const watch = watchSteps(progress, now);
    watch.stepStarted?.('a', '');
    watch.waiting?.(12_000, 'asked');
    watch.waiting?.(500, 'retry');
    pass(12_000);
    watch.progress?.('a', '', counts(12, 12));
    watch.waiting?.(90_000, 'retry');
    expect(lines).toEqual([
      '> a',
      'the API asks to wait 12 s · nothing read yet',
      'the API asks to wait 12 s · nothing read yet',
      '12 read · 12 acknowledged · 1/s',
      'retries in 1 min · 12 read · 12 acknowledged · 1/s',
    ]);
  });
});

describe('the progress of several shops', () => {
  it('adds them up', () => {
    const { lines, progress, now, pass } = recorder();
    const watch = watchShops(progress, 2, now);
    const [a, b] = [watch.observer('a'), watch.observer('b')];
    a.stepStarted?.('x', '');
    b.stepStarted?.('x', '');
    pass(2_000);
    a.progress?.('x', '', counts(9, 8));
    a.stepEnded?.(ended({ counts: counts(10, 10) }));
    b.progress?.('x', '', counts(5, 5));
    watch.ended({ installation_id: 'a', status: 'ok', report: null, error: null }, 1);
    watch.done();
    expect(lines).toEqual([
      '> sync',
      '0 of 2 shops done · 2 running · 8 acknowledged · 4/s',
      '0 of 2 shops done · 2 running · 15 acknowledged · 8/s',
      '1 of 2 shops done · 1 running · 15 acknowledged · 8/s',
      '+ 1 of 2 shops done',
    ]);
  });
});
