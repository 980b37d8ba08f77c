import type { StepCounts } from '../../ports/records.js';
import type { AnsweredKeys } from '../ledger/versions.js';

/** One push of a step. Pushes overlap, and each one knows the outcome of its own records. */
export interface Push {
  /** Grows in reading order; null for items that the step itself sends. */
  readonly number: number | null;
  /** The counts of the items that were read for it. */
  counts: StepCounts;
  /** Items handed to its `sendBulk`; null when it never called it. */
  handed: number | null;
  /** Keys of its records, from the step's own `key`. */
  readonly keys: PushedKeys;
  /** Unsettled items, by identity. */
  readonly failed: Set<unknown>;
  /** Called before each of its requests. */
  beforeRequest?: () => Promise<void>;
}

/** The sets of `AnsweredKeys`, while answers arrive. */
export type PushedKeys = { readonly [K in keyof AnsweredKeys]: Set<string> };

export function newPush<N extends number | null>(
  number: N,
  counts: StepCounts,
): Push & { readonly number: N } {
  const keys = {
    acknowledged: new Set<string>(),
    refused: new Set<string>(),
    inDoubt: new Set<string>(),
    overtaken: new Set<string>(),
  };
  return { number, counts, handed: null, keys, failed: new Set() };
}

/** Adds the step's keys of those items that have one. */
export function addKeys(keys: Set<string>, items: readonly { stepKey: string | null }[]): void {
  for (const { stepKey } of items) if (stepKey !== null) keys.add(stepKey);
}
