/** The positions of a bulk step's stream. Rule W8. */
import type { BulkStepConfig, Logger, Position } from '../../../connector/types.js';
import { comparePositions } from './compare-positions.js';

export interface Positions {
  /** Whether an item was out of order. */
  broken: boolean;
  /** Settles when no checkpoint is left that a later run could resume. */
  withdrawal: Promise<void>;
  see(raw: unknown): void;
  /** The position to commit after the push that ends with `raw`; undefined for none. */
  at(raw: unknown): Position | undefined;
}

/**
 * The positions to commit; none when the step promises no order. When an item is out of order, items before an earlier
 * checkpoint may follow. So the checkpoint is withdrawn at once, and no further position is committed.
 */
export function makePositions(
  { position, order }: Pick<BulkStepConfig<never, unknown, object>, 'position' | 'order'>,
  withdraw: () => Promise<void>,
  logger: Logger,
): Positions {
  let latest: Position | undefined;
  const positions: Positions = {
    broken: false,
    withdrawal: Promise.resolve(),
    see(raw) {
      if (!position || order !== 'asc' || positions.broken) return;
      const here = position(raw);
      if (latest !== undefined && !(comparePositions(latest, here) <= 0)) {
        positions.broken = true;
        positions.withdrawal = withdraw();
        logger.warn('The stream is not in ascending order, so its window cannot be resumed', {
          after: latest,
          came: here,
        });
      }
      latest = here;
    },
    at: (raw) => (position && order === 'asc' && !positions.broken ? position(raw) : undefined),
  };
  return positions;
}
