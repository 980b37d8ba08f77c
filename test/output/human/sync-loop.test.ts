import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { renderData } from '../../../src/output/human/index.js';
import type { Terminal } from '../../../src/output/terminal.js';
import type { LoopEvent } from '../../../src/runtime/loop/scheduler.js';
import { noCounts } from '../../../src/runtime/sync/accounting.js';
import type { SyncReport } from '../../../src/runtime/sync/report.js';

const style = new Chalk({ level: 0 });
const at = '2026-01-01T00:00:00.000Z';
const render = async (event: LoopEvent) =>
  (await renderData('sync', event, { out: style, err: style } as Terminal)).out;

const report = {
  steps: [{ entity: 'orders', source_key: '', errors: ['two\nlines'], warnings: [] }],
  errors: [],
  duration_ms: 1_500,
  totals: {
    ...noCounts(),
    acknowledged: 1_200,
    rejected: 2,
    requests: 1,
    retries: 0,
    throttled: 0,
  },
} as unknown as SyncReport;

describe('an event of a loop', () => {
  it.each<[LoopEvent, string[]]>([
    [
      { at, event: 'loop_started', interval_ms: 900_000, concurrency: 4 },
      [`${at} syncing every 15 min 0 s, 4 shops at a time at most`],
    ],
    [
      { at, event: 'installations', active: 2, added: ['a', 'b'], removed: ['c'] },
      [`${at} 2 active shops · new: a, b · gone: c`],
    ],
    [{ at, event: 'sync_started', installation_id: 'a' }, []],
    [
      {
        at,
        event: 'sync_ended',
        installation_id: 'a',
        status: 'partial',
        next_at: '2026-01-01T00:01:00.000Z',
        report,
        error: null,
      },
      [
        `${at} a partial · 1,200 acknowledged, 2 rejected · 1.5 s · next in 1 min 0 s · orders: two; lines`,
      ],
    ],
    [
      {
        at,
        event: 'sync_ended',
        installation_id: 'a',
        status: 'failed',
        next_at: null,
        report: null,
        error: { code: 'SPM_API_UNREACHABLE', message: 'No answer', cause: 'refused', hint: null },
      },
      [`${at} a failed · No answer: refused`],
    ],
    [{ at, event: 'purged', runs: 0, webhooks: 0, rejects: 0 }, []],
    [
      { at, event: 'purged', runs: 1, webhooks: 0, rejects: 2 },
      [`${at} purged 1 run, 0 webhooks, 2 dead letters`],
    ],
    [{ at, event: 'loop_ended', given_up: ['a'] }, [`${at} stopped; given up on a`]],
  ])('%j', async (event, lines) => {
    expect(await render(event)).toEqual(lines);
  });
});
