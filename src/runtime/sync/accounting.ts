/** Counts the outcome of each item. Rule R6. */
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
    /** Counts of the window from earlier runs. */
    private readonly before: StepCounts,
    private readonly onProgress?: (counts: StepCounts) => void,
  ) {}

  /** Adds to the counts of the step, and to those of the push, if given. */
  add(counts: Partial<StepCounts>, push?: { counts: StepCounts }): void {
    const more = { ...noCounts(), ...counts };
    this.counts = addCounts(this.counts, more);
    if (push) push.counts = addCounts(push.counts, more);
    this.onProgress?.(this.counts);
  }

  /** The counts of the whole window, when this run has settled `counts` of it. */
  ofWindow(counts: StepCounts = this.counts): StepCounts {
    return addCounts(this.before, counts);
  }
}
