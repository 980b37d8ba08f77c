import type { StepCounts } from '../ports.js';

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

/** Items that were read and not settled: zero after a clean step, by rule R6. */
export function unsettledCount(counts: StepCounts): number {
  return counts.read - counts.acknowledged - counts.unchanged - counts.skipped - counts.rejected;
}
