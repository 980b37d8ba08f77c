import { type StepCursor, stepCursor } from '../../../connector/step-cursor.js';
import type { Position, SendBulk, SyncStepContext } from '../../../connector/types.js';
import type { SpmError } from '../../../errors.js';
import { makeStepContext } from '../../context/contexts.js';
import { iso } from '../../iso.js';
import type { Cursor } from '../../ports/records.js';
import { isLongPause } from '../errors.js';
import { steadyClient } from '../push/steady-client.js';
import { checkpoint, type RunningStep } from './running.js';

/** Callbacks for each attempt of a call that the step makes itself. */
interface OwnCalls {
  before(): Promise<void>;
  ambiguous(): void;
}

/** The context of the step's functions. `sendBulk` belongs to the step, or to one of its pushes. */
export function contextOf<S>(
  running: RunningStep<S>,
  sendBulk: SendBulk,
  calls?: OwnCalls,
): SyncStepContext<S> {
  const { env, key, cursor, chosen, handedUntil, logger } = running;
  const { since, position } = chosen.window;
  const onMissing = (error: SpmError) => {
    running.missing ??= error;
  };
  return makeStepContext(
    { ...env.context, client: ownClient(running, calls), sendBulk, logger, onMissing },
    {
      entity: key.entity,
      sourceKey: key.sourceKey,
      window: { since: dateOrNull(since), until: new Date(handedUntil) },
      cursor: cursor && cursorOf(cursor),
      signal: env.stop,
      resume: position,
      checkpoint: (at: Position) => checkpoint(running, at),
    },
  );
}

function ownClient<S>({ env, tools, failures }: RunningStep<S>, calls?: OwnCalls) {
  return steadyClient(env.ownClient, {
    ...tools,
    admit: async () => {
      await tools.admit?.();
      await calls?.before();
    },
    ambiguous: () => calls?.ambiguous(),
    gaveUp: (error) => {
      // Even if the step swallows this error, nothing may go out before the end of the pause.
      if (isLongPause(error)) failures.note(error);
    },
  });
}

function dateOrNull(ms: number | null | undefined): Date | null {
  return ms === null || ms === undefined ? null : new Date(ms);
}

/** The cursor in the ecosystem's form; null before the first sync. */
function cursorOf(cursor: Cursor): StepCursor | null {
  const { lastSyncedAt } = cursor;
  if (lastSyncedAt === null) return null;
  return stepCursor({
    installation_id: cursor.installationId,
    entity: cursor.entity,
    source_key: cursor.sourceKey,
    last_synced_at: iso(lastSyncedAt),
    last_status: cursor.lastStatus,
    last_error: cursor.lastError,
    items: cursor.items,
    consecutive_failures: cursor.consecutiveFailures,
    updated_at: iso(cursor.updatedAt),
  });
}
