import { type Context, withContext } from '../context.js';
import type { LoopEvent } from '../runtime/loop/scheduler.js';
import type { SyncSeveralReport } from '../runtime/loop/several.js';
import type { SyncReport } from '../runtime/sync/report.js';
import { selectionOf } from './selection.js';
import type { DryRunReport } from './sync/dry.js';
import { openEngine } from './sync/engine.js';
import { readSyncRequest, SYNC_OPTIONS } from './sync/options.js';
import type { Command, Invocation, Report } from './types.js';

/** One shop is told of step by step, several one by one, and a loop as it goes on. */
export type SyncData = SyncReport | SyncSeveralReport | LoopEvent | DryRunReport;

export const command: Command = {
  spec: {
    name: 'sync',
    summary: 'push what is new since the last run',
    description:
      'Runs the steps of the connector under the lease of the installation. A cursor moves only when everything up to it is acknowledged, or kept as a dead letter that the step tolerates. Ends with 1 when something is left to do. Several shops are synced side by side; one that fails does not stop the others, and it ends with 75 only when all of them were busy.',
    options: SYNC_OPTIONS,
    streaming: (options) => options.loop === true,
    examples: [
      { command: 'spm-connect sync', description: 'what changed since the last run' },
      { command: 'spm-connect sync --full', description: 'everything, as on the first run' },
      {
        command: 'spm-connect sync --only orders --json',
        description: 'one step, with its counts as one document',
      },
      {
        command: 'spm-connect sync --dry-run --limit 5',
        description: 'what would be pushed, and what is wrong with it',
      },
      {
        command: 'spm-connect sync --all --shops 8',
        description: 'every active shop, eight at a time',
      },
      {
        command: 'spm-connect sync --loop --interval 15m',
        description: 'every active shop again and again, until a signal comes',
      },
    ],
  },
  run: (invocation) => withContext(invocation, (context) => sync(invocation, context)),
};

async function sync(invocation: Invocation, context: Context): Promise<Report<SyncData>> {
  const request = readSyncRequest(invocation, context.clock.now());
  const selection = selectionOf(invocation);
  const engine = await openEngine(context, request, selection);
  if (request.loop) {
    const { syncInLoop } = await import('./sync/loop.js');
    return syncInLoop(engine, selection, invocation);
  }
  const shops = await context.shops(engine.store, engine.integration, selection);
  if (request.dryRun) {
    const { dryRun } = await import('./sync/dry.js');
    return dryRun(engine, shops, invocation);
  }
  const [first] = shops;
  if (selection.all || shops.length > 1 || first === undefined) {
    const { syncSelected } = await import('./sync/several.js');
    return syncSelected(engine, shops, invocation);
  }
  const { syncOne } = await import('./sync/one.js');
  return syncOne(engine, await first.open(), invocation);
}
