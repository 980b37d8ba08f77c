import type { Logger, SyncStep } from '../../../connector/types.js';
import type { SpmError } from '../../../errors.js';
import type { Cursor, CursorKey } from '../../ports/records.js';
import type { OpenLetters } from '../settle/dead-letters.js';
import { isBulk, ownKey } from './bulk-step.js';
import type { StepEnvironment } from './environment.js';
import { openState, type StepState } from './state.js';
import type { ChosenWindow } from './window/open-window.js';
import { handedUntil } from './window/window.js';

/** One step of one source while it runs. */
export interface RunningStep<S> {
  readonly env: StepEnvironment<S>;
  readonly step: SyncStep<S>;
  readonly key: CursorKey;
  /** As it was before. */
  readonly cursor: Cursor | null;
  readonly chosen: ChosenWindow;
  /** See `handedUntil` of windows. */
  readonly handedUntil: number;
  readonly logger: Logger;
  readonly state: StepState;
  readonly startedAt: number;
  readonly throttledBefore: number;
  /** What the step asked for and the shop was not provisioned with. */
  missing: SpmError | null;
}

export function startStep<S>(
  given: Pick<RunningStep<S>, 'env' | 'step' | 'key' | 'cursor' | 'chosen' | 'logger'>,
  openLetters: OpenLetters,
): RunningStep<S> {
  const { env, step, key, chosen, logger } = given;
  const { store, clock } = env.context;
  const { entity, sourceKey } = key;
  const { window, stored } = chosen;
  const { observer } = env;
  const startedAt = clock.now();
  const state = openState({
    ...{ store, clock, logger, key, openLetters },
    ...{ client: env.pushClient, random: env.random, lane: env.lane, retry: env.retry },
    ...{ lease: env.lease, runId: env.runId, quota: env.rejectQuota },
    ...{ shutdown: env.shutdown, stop: env.stop },
    window: { since: window.since, until: window.until },
    before: window.counts,
    keepsPositions: stored,
    keyOf: ownKey(step),
    readsAreHanded: !isBulk(step),
    onProgress: (counts) => observer.progress?.(entity, sourceKey, counts),
    onRetry: (waitMs) => {
      // A pause that the API asked for is told where it holds for everyone.
      if (waitMs > 0) observer.waiting?.(waitMs, 'retry');
    },
    onLate: (waitMs) => observer.waiting?.(waitMs, 'late'),
  });
  return {
    ...{ ...given, state, startedAt, missing: null },
    throttledBefore: env.lane.throttled,
    handedUntil: handedUntil(window, startedAt),
  };
}
