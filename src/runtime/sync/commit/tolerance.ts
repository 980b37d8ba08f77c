import type { RejectPolicy } from '../../../connector/types.js';

/** Whether the cursor may move although items were rejected. */
export function rejectsTolerated(
  policy: RejectPolicy | undefined,
  rejected: number,
  accepted: number,
): boolean {
  if (rejected === 0) return true;
  if (typeof policy === 'object') return rejected / (accepted + rejected) <= policy.maxRatio;
  return policy === true;
}
