/** The positions of a bulk step's stream. */
import type { BulkStepConfig, Logger, Position } from '../../../connector/types.js';
import type { StepSession } from '../step/session.js';
import { comparePositions } from './compare-positions.js';

type Config = Pick<BulkStepConfig<never, unknown, object>, 'position' | 'order'>;

export interface Positions {
  broken: boolean;
  /** Settles when no earlier checkpoint is there to be resumed from. */
  withdrawal: Promise<void>;
  see(raw: unknown): void;
  /** What to commit after the push that ends with `raw`, or undefined for nothing. */
  at(raw: unknown): Position | undefined;
}

/**
 * The positions to commit; none where no order is promised. Once the stream turns out not to be ordered as it promised (rule W8), items that belong
 * before an earlier checkpoint may come: it is withdrawn at once, and nothing is committed any more.
 */
export function makePositions(
  session: StepSession,
  { position, order }: Config,
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
        positions.withdrawal = session.withdraw();
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
