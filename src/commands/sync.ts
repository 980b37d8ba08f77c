import type { App } from '../app/app.js';
import type { Selection } from '../app/shops/shop.js';
import type { LoopEvent } from '../runtime/loop/scheduler.js';
import type { SyncSeveralReport } from '../runtime/loop/several.js';
import type { SyncReport } from '../runtime/sync/report.js';
import { withApp } from './app.js';
import { selectionOf } from './selection.js';
import type { DryRunReport } from './sync/dry.js';
import { readSyncRequest, SYNC_OPTIONS, type SyncRequest } from './sync/options.js';
import type { Command, Invocation, Report } from './types.js';

/** The report of one shop has its steps, the report of several has the shops, and a loop reports events. */
export type SyncData = SyncReport | SyncSeveralReport | LoopEvent | DryRunReport;

export const command: Command = {
  spec: {
    name: 'sync',
    summary: 'push what changed since the last run',
    description:
      'Runs the steps of the connector under the lease of the installation. A cursor moves only when every record before it was acknowledged, or became a dead letter that the step tolerates. Exit code 1 when work is left. Several shops are synced side by side; a shop that fails does not stop the others. Exit code 75 only when all shops were busy.',
    options: SYNC_OPTIONS,
    streaming: (options) => options.loop === true,
    examples: [
      { command: 'spm-connect sync', description: 'push what changed since the last run' },
      {
        command: 'spm-connect sync --full',
        description: 'read everything again, like the first run',
      },
      {
        command: 'spm-connect sync --only orders --json',
        description: 'sync one step and print one JSON document',
      },
      {
        command: 'spm-connect sync --dry-run --limit 5',
        description: 'preview the push, with validation errors',
      },
      {
        command: 'spm-connect sync --all --shops 8',
        description: 'sync every active shop, eight at a time',
      },
      {
        command: 'spm-connect sync --loop --interval 15m',
        description: 'sync every active shop repeatedly, until a signal',
      },
    ],
  },
  run: (invocation) => withApp(invocation, (app) => sync(invocation, app)),
};

async function sync(invocation: Invocation, app: App): Promise<Report<SyncData>> {
  const request = readSyncRequest(invocation, app.clock.now());
  const selection = selectionOf(invocation);
  const { keepHeapSmall } = await import('../runtime/sync/heap.js');
  keepHeapSmall();
  await app.integration();
  tellOfStop(invocation, request.drainTimeoutMs);
  await app.shopStore(selection);
  if (request.loop) return loop(app, request, selection, invocation);
  const shops = await app.shops(selection);
  if (request.dryRun) {
    const { dryRun } = await import('./sync/dry.js');
    return dryRun(app, request, shops, invocation);
  }
  const [first] = shops;
  if (selection.all || shops.length > 1 || first === undefined) {
    const { syncSelected } = await import('./sync/several.js');
    return syncSelected(app, request, shops, invocation);
  }
  const { syncOne } = await import('./sync/one.js');
  return syncOne(app, request, await first.open(), invocation);
}

async function loop(
  app: App,
  request: SyncRequest,
  selection: Selection,
  { emit }: Invocation,
): Promise<Report<LoopEvent>> {
  const { syncInLoop } = await import('../app/loop.js');
  return { data: await syncInLoop(app, selection, { ...request, tell: emit }) };
}

/** After Ctrl-C, the user should know what the process waits for. */
function tellOfStop({ signal, logger, interrupted }: Invocation, drainTimeoutMs: number): void {
  const seconds = drainTimeoutMs / 1000;
  const text = `Stopping: running requests may take up to ${seconds} s; a second signal stops at once`;
  const tell = () => {
    if (interrupted()) logger.warn(text);
  };
  signal.addEventListener('abort', tell, { once: true });
}
