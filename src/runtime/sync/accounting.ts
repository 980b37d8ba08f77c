/** Counts what becomes of items. Rule R6. */
import type { StepCounts } from '../ports/records.js';

export function noCounts(): StepCounts {
  return { read: 0, acknowledged: 0, unchanged: 0, skipped: 0, rejected: 0 };
}

export function addCounts(a: StepCounts, b: StepCounts): StepCounts {
  return {
    read: a.read + b.read,
    acknowledged: a.acknowledged + b.acknowledged,
    unchanged: a.unchanged + b.unchanged,
    skipped: a.skipped + b.skipped,
    rejected: a.rejected + b.rejected,
  };
}

/** The counts of one step in one run. */
export class Tally {
  counts = noCounts();
  requests = 0;
  retries = 0;

  constructor(
    /** What earlier runs settled of the window. */
    private readonly before: StepCounts,
    private readonly onProgress?: (counts: StepCounts) => void,
  ) {}

  /** Counts for the step, and for the push where it is about one. */
  add(counts: Partial<StepCounts>, push?: { counts: StepCounts }): void {
    const more = { ...noCounts(), ...counts };
    this.counts = addCounts(this.counts, more);
    if (push) push.counts = addCounts(push.counts, more);
    this.onProgress?.(this.counts);
  }

  /** Of the whole window, of which this run has settled `counts`. */
  ofWindow(counts: StepCounts = this.counts): StepCounts {
    return addCounts(this.before, counts);
  }
}
