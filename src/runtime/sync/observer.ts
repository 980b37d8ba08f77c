import type { StepCounts } from '../ports/records.js';
import type { StepReport } from './report.js';

/** Receives the progress of a sync, to show it. */
export interface SyncObserver {
  stepStarted?(entity: string, sourceKey: string): void;
  /** The counts of this run so far. */
  progress?(entity: string, sourceKey: string, counts: StepCounts): void;
  /** How many items the step will read, when it knows. */
  total?(entity: string, sourceKey: string, total: number): void;
  /** The API asked for a pause (`asked`), or one request waits for its retry. */
  waiting?(ms: number, why: 'asked' | 'retry'): void;
  stepEnded?(report: StepReport): void;
}
