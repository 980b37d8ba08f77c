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
