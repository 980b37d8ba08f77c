import type { Position, SendBulk, SyncStepContext } from '../../../connector/types.js';
import type { SpmError } from '../../../errors.js';
import { makeStepContext } from '../../context/contexts.js';
import { checkpoint, type RunningStep } from './running.js';

/** What the step's functions are given; `sendBulk` is the step's own, or that of one of its pushes. */
export function contextOf<S>(running: RunningStep<S>, sendBulk: SendBulk): SyncStepContext<S> {
  const { env, key, cursor, chosen, handedUntil, logger } = running;
  const { since, position } = chosen.window;
  const onMissing = (error: SpmError) => {
    running.missing ??= error;
  };
  return makeStepContext(
    { ...env.context, sendBulk, logger, onMissing },
    {
      entity: key.entity,
      sourceKey: key.sourceKey,
      window: { since: dateOrNull(since), until: new Date(handedUntil) },
      cursor: dateOrNull(cursor?.lastSyncedAt),
      signal: env.stop,
      resume: position,
      checkpoint: (at: Position) => checkpoint(running, at),
    },
  );
}

function dateOrNull(ms: number | null | undefined): Date | null {
  return ms === null || ms === undefined ? null : new Date(ms);
}
