import type { Position } from '../../connector/types.js';
import type { CursorKey, NewReject, ReadAgain, RecordChanges, StepCounts } from './records.js';

/** The changes of one settled batch, or of the end of a step. They are written in one transaction. */
export interface StepCommit {
  key: CursorKey;
  /** Null outside a run: a dead letter that is rejected again then keeps its run. */
  runId: number | null;
  now: number;
  rejects?: NewReject[];
  /** Identities of open dead letters whose record was accepted later. */
  superseded?: readonly string[];
  /** Changes to the records that the step knows by key. */
  records?: RecordChanges;
  /** Whether to keep the open window at the end of this step: it belongs to another run, or is still to be read. */
  keepsWindow?: boolean;
  /** The state of the open window after this commit. */
  progress?: { position: Position; counts: StepCounts };
  /**
   * Ends the step. `advance` moves the cursor; `hold` counts a failure. All outcomes except `hold` close the window.
   */
  end?:
    | {
        outcome: 'advance';
        cursor: number;
        items: number;
        /** The number of the full run that has now read everything. */
        generation?: number;
        /** The windows that are left to read again; absent when they do not change. */
        readAgain?: ReadAgain | null;
      }
    | { outcome: 'hold'; error: string; items: number; notBefore?: number }
    /** The step succeeded without saying how far it came: the cursor stays, and no failure is counted. */
    | { outcome: 'stay'; items: number };
}
