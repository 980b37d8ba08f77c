/** The positions of a bulk step's stream. Rule W8. */
import type { BulkStepConfig, Logger, Position } from '../../../connector/types.js';
import { comparePositions } from './compare-positions.js';

export interface Positions {
  /** Whether the stream broke the order that it promised. */
  broken: boolean;
  /** Settles when no earlier checkpoint is there to be resumed from. */
  withdrawal: Promise<void>;
  see(raw: unknown): void;
  /** What to commit after the push that ends with `raw`, or undefined for nothing. */
  at(raw: unknown): Position | undefined;
}

/**
 * The positions to commit; none where no order is promised. Once the stream turns out not to be ordered as it promised, items
 * that belong before an earlier checkpoint may come: it is withdrawn at once, and nothing is committed any more.
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
        logger.warn('The stream is not in ascending order: its window cannot be resumed half-way', {
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
