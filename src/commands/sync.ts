import { withContext } from '../context.js';
import type { StepCounts } from '../runtime/ports.js';
import type { SyncObserver, SyncOptions } from '../runtime/sync/run.js';
import type { Command, Invocation, Progress } from './types.js';
import { WAIT, waitMs } from './wait.js';

export const command: Command = {
  spec: {
    name: 'sync',
    summary: 'push what is new since the last run',
    description:
      'Runs the steps of the connector under the lease of the installation. A cursor moves only when everything up to it is acknowledged, or kept as a dead letter that the step tolerates. Ends with 1 when something is left to do.',
    options: [
      {
        flags: '--full',
        description: 'read everything in the backfill window again, and wait for no back-off',
      },
      { flags: '--only <entities>', description: 'only these steps', type: 'list' },
      { flags: '--source <keys>', description: 'only these sources', type: 'list' },
      WAIT,
    ],
    examples: [
      { command: 'spm-connect sync', description: 'what changed since the last run' },
      { command: 'spm-connect sync --full', description: 'everything, as on the first run' },
      {
        command: 'spm-connect sync --only orders --json',
        description: 'one step, with its counts as one document',
      },
    ],
  },
  run: (invocation) =>
    withContext(invocation, async (context) => {
      const { runSync } = await import('../runtime/sync/run.js');
      const config = await context.config();
      const integration = await context.integration();
      const store = await context.store();
      const shop = await context.shop(store, integration);
      const data = await runSync({
        store,
        clock: context.clock,
        owner: context.owner(),
        client: shop.client,
        integration,
        installation: shop.installation,
        settings: shop.settings,
        state: shop.state,
        inboundSecret: shop.inboundSecret,
        logger: context.logger,
        signal: context.signal,
        holderIsGone: context.holderIsGone,
        options: { ...config.sync, ...readOptions(invocation) },
        provisioned: shop.provisioned,
        observer: watch(invocation.progress),
      });
      return { data, exit: data.status === 'ok' ? 'ok' : 'failed' };
    }),
};

function readOptions(invocation: Invocation): Pick<SyncOptions, 'only' | 'sources' | 'waitMs'> & {
  full: boolean;
} {
  const { options } = invocation;
  const list = (value: unknown) => (Array.isArray(value) ? value.map(String) : undefined);
  return {
    full: options.full === true,
    only: list(options.only),
    sources: list(options.source),
    waitMs: waitMs(invocation),
  };
}

/** One line of progress a step and source. */
function watch(progress: Progress): SyncObserver {
  const name = (entity: string, sourceKey: string) =>
    sourceKey === '' ? entity : `${entity}/${sourceKey}`;
  const numbers = ({ read, acknowledged, rejected }: StepCounts) =>
    `${read} read, ${acknowledged} acknowledged, ${rejected} rejected`;
  return {
    stepStarted: (entity, sourceKey) => progress.start(name(entity, sourceKey)),
    progress: (_entity, _sourceKey, counts) => progress.update(numbers(counts)),
    stepEnded: (step) => {
      const text = `${name(step.entity, step.source_key)}: ${step.status}, ${numbers(step.counts)}`;
      if (step.status === 'ok') progress.succeed(text);
      else progress.fail(text);
    },
  };
}
