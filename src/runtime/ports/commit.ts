import type { Position } from '../../connector/types.js';
import type { CursorKey, NewReject, ReadAgain, RecordChanges, StepCounts } from './records.js';

/** What one settled batch, or the end of a step, changes: all of it or nothing. */
export interface StepCommit {
  key: CursorKey;
  /** Null for what is done outside a run: a letter that is refused again then keeps the run that it has. */
  runId: number | null;
  now: number;
  rejects?: NewReject[];
  /** Identities of open dead letters that are made good by a later success. */
  superseded?: readonly string[];
  /** What became of records that are known one by one. */
  records?: RecordChanges;
  /** Whether the end of this step leaves the open window alone: it is another run's, or still to be read. */
  keepsWindow?: boolean;
  /** The state of the open window after this commit. */
  progress?: { position: Position; counts: StepCounts };
  /** Ends the step. `advance` moves the cursor, `hold` counts a failure; all but `hold` close the window. */
  end?:
    | {
        outcome: 'advance';
        cursor: number;
        items: number;
        /** The full run that has read everything now. */
        generation?: number;
        /** What is left to be read again; absent where nothing changes about that. */
        readAgain?: ReadAgain | null;
      }
    | { outcome: 'hold'; error: string; items: number; notBefore?: number }
    /** Clean, but the step did not say where to: nothing moves, no failure is counted. */
    | { outcome: 'stay'; items: number };
}
