/** What people see while shops are synced. */
import type { StepCounts } from '../../runtime/ports.js';
import type { SyncObserver } from '../../runtime/sync/run.js';
import type { InstallationSync } from '../../runtime/sync/several.js';
import type { Progress } from '../types.js';

/** One line of progress a step and source. */
export function watchSteps(progress: Progress): SyncObserver {
  return {
    stepStarted: (entity, sourceKey) => progress.start(nameOf(entity, sourceKey)),
    progress: (_entity, _sourceKey, counts) => progress.update(numbers(counts)),
    stepEnded: (step) => {
      const name = nameOf(step.entity, step.source_key);
      const text = `${name}: ${step.status}, ${numbers(step.counts)}`;
      if (step.status === 'ok') progress.succeed(text);
      else progress.fail(text);
    },
  };
}

export interface ShopsWatch {
  observer(installationId: string): SyncObserver;
  ended(result: InstallationSync, done: number): void;
  /** Ends the line. */
  done(): void;
}

/** One line for all shops. */
export function watchShops(progress: Progress, total: number): ShopsWatch {
  const running = new Map<string, number>();
  let ended = 0;
  let settled = 0;
  const tell = () => {
    const now = [...running.values()].reduce((sum, acknowledged) => sum + acknowledged, settled);
    progress.update(
      `${ended} of ${total} shops done, ${running.size} running, ${now} acknowledged`,
    );
  };
  progress.start('sync');
  return {
    observer: (id) => ({
      stepEnded: (step) => {
        settled += step.counts.acknowledged;
        running.set(id, 0);
      },
      progress: (_entity, _sourceKey, { acknowledged }) => {
        running.set(id, acknowledged);
        tell();
      },
    }),
    ended: ({ installation_id }, done) => {
      running.delete(installation_id);
      ended = done;
      tell();
    },
    done: () => progress.succeed(`${ended} of ${total} shops done`),
  };
}

const nameOf = (entity: string, sourceKey: string): string =>
  sourceKey === '' ? entity : `${entity}/${sourceKey}`;

const numbers = ({ read, acknowledged, rejected }: StepCounts): string =>
  `${read} read, ${acknowledged} acknowledged, ${rejected} rejected`;
