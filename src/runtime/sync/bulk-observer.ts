/** Lets the engine take part in a bulk step's loop: accounting, and checkpoints where the step has positions. */
import type { BulkObserver } from '../../connector/bulk.js';
import { acknowledged } from '../../connector/push-result.js';
import type { BulkStepConfig, Logger, Position } from '../../connector/types.js';
import { comparePositions } from './order.js';
import type { StepSession } from './session.js';

type Config = Pick<BulkStepConfig<never, unknown, object>, 'position' | 'order'>;

export function observeBulk(
  session: StepSession,
  config: Config,
  logger: Logger,
): BulkObserver<unknown, object> {
  const positions = makePositions(config, logger);
  return {
    read: (raw) => {
      session.add({ read: 1 });
      positions.see(raw);
    },
    skipped: () => session.add({ skipped: 1 }),
    push: async (records, last, send) => {
      const before = session.handed;
      const returned = await send();
      account(session, records.length, session.handed - before, returned);
      const position = positions.at(last);
      if (position !== undefined) await session.checkpoint(position);
    },
  };
}

/** Keeps `read` equal to what becomes of it, also where `push` sends more or fewer items than it was given. */
function account(session: StepSession, records: number, handed: number, returned: unknown): void {
  if (handed > records) session.add({ read: handed - records });
  else if (handed > 0) session.add({ skipped: records - handed });
  else {
    // It pushed by its own means: its word is all there is.
    const own = Math.min(acknowledged(returned, records), records);
    session.add({ acknowledged: own });
    if (own < records)
      throw new Error(`push settled ${own} of ${records} records by its own means`);
  }
}

/** The positions to commit; none once the stream turned out not to be ordered as it promised (rule W8). */
function makePositions({ position, order }: Config, logger: Logger) {
  let latest: Position | undefined;
  let state: 'ordered' | 'broken' | 'withdrawn' = 'ordered';
  return {
    see(raw: unknown): void {
      if (!position || order !== 'asc' || state !== 'ordered') return;
      const here = position(raw);
      if (latest !== undefined && !(comparePositions(latest, here) <= 0)) {
        state = 'broken';
        logger.warn('The stream is not in ascending order: its window cannot be resumed half-way', {
          after: latest,
          came: here,
        });
      }
      latest = here;
    },
    /** What to commit after the batch that ends with `raw`, or undefined for nothing. */
    at(raw: unknown): Position | undefined {
      if (!position || state === 'withdrawn') return undefined;
      if (state === 'ordered') return position(raw);
      // Items that belong before an earlier checkpoint may still come: it must not be resumed from.
      state = 'withdrawn';
      return null;
    },
  };
}
