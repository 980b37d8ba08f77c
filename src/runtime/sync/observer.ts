import type { StepCounts } from '../ports/records.js';
import type { StepReport } from './report.js';

/** Told while a sync goes on, for people who watch. */
export interface SyncObserver {
  stepStarted?(entity: string, sourceKey: string): void;
  /** Counts of this run so far. */
  progress?(entity: string, sourceKey: string, counts: StepCounts): void;
  /** How many items the step will read in all, where it knows. */
  total?(entity: string, sourceKey: string, total: number): void;
  /** Nothing goes out for so long, because the API asked for that; or one request waits to be tried again. */
  waiting?(ms: number, why: 'asked' | 'retry'): void;
  stepEnded?(report: StepReport): void;
}
