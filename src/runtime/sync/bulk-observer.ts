/** Lets the engine take part in a bulk step's loop: accounting, and checkpoints where the step has positions. */
import type { BulkObserver } from '../../connector/bulk.js';
import { acknowledged, tellsCounts } from '../../connector/push-result.js';
import type { BulkStepConfig, Logger, Position } from '../../connector/types.js';
import { comparePositions } from './order.js';
import type { StepSession } from './session.js';

type Config = Pick<BulkStepConfig<never, unknown, object>, 'position' | 'order'>;

export interface EngineObserver extends BulkObserver<unknown, object> {
  /** Whether the stream broke the order that it promised. */
  outOfOrder(): boolean;
}

export function observeBulk(session: StepSession, config: Config, logger: Logger): EngineObserver {
  const positions = makePositions(session, config, logger);
  return {
    outOfOrder: () => positions.broken,
    read: (raw) => {
      session.add({ read: 1 });
      positions.see(raw);
    },
    skipped: () => session.add({ skipped: 1 }),
    push: async (records, last, send) => {
      await positions.withdrawal;
      const before = session.handed;
      const returned = await send();
      account(session, records.length, session.handed - before, returned);
      const position = positions.at(last);
      if (position !== undefined) await session.checkpoint(position);
    },
  };
}

const AT_ITS_WORD =
  'push sent nothing with ctx.sendBulk and returned no answer: its records are taken at its word for acknowledged';

/** Keeps `read` equal to what becomes of it, also where `push` sends more or fewer items than it was given. */
function account(session: StepSession, records: number, handed: number, returned: unknown): void {
  if (handed > records) session.add({ read: handed - records });
  else if (handed > 0) session.add({ skipped: records - handed });
  else {
    // It pushed by its own means: its word is all there is.
    if (!tellsCounts(returned)) session.warn(AT_ITS_WORD);
    const own = Math.min(acknowledged(returned, records), records);
    session.add({ acknowledged: own });
    if (own < records)
      throw new Error(`push settled ${own} of ${records} records by its own means`);
  }
}

/**
 * The positions to commit. Once the stream turns out not to be ordered as it promised (rule W8), items that belong
 * before an earlier checkpoint may come: it is withdrawn at once, and nothing is committed any more.
 */
function makePositions(session: StepSession, { position, order }: Config, logger: Logger) {
  let latest: Position | undefined;
  const positions = {
    broken: false,
    /** Settles when no earlier checkpoint is there to be resumed from. */
    withdrawal: Promise.resolve(),
    see(raw: unknown): void {
      if (!position || order !== 'asc' || positions.broken) return;
      const here = position(raw);
      if (latest !== undefined && !(comparePositions(latest, here) <= 0)) {
        positions.broken = true;
        positions.withdrawal = session.withdraw();
        logger.warn('The stream is not in ascending order: its window cannot be resumed half-way', {
          after: latest,
          came: here,
        });
      }
      latest = here;
    },
    /** What to commit after the batch that ends with `raw`, or undefined for nothing. */
    at(raw: unknown): Position | undefined {
      return position && !positions.broken ? position(raw) : undefined;
    },
  };
  return positions;
}
