import type { StepCounts } from '../../ports/records.js';
import { Sends } from './sends.js';

/** One push of a bulk step: pushes overlap, and each knows what became of its own records. */
export class PushTicket {
  /** Of what was read for it. */
  counts: StepCounts;
  readonly sends = new Sends();
  /** Items handed to its `sendBulk`; null when it did not call that. */
  handed: number | null = null;
  /** Keys of its records, by the step's own `key`. */
  readonly acknowledged = new Set<string>();
  readonly refused = new Set<string>();
  readonly doubtful = new Set<string>();
  /** Called before each of its requests. */
  beforeRequest: (() => Promise<void>) | undefined;

  constructor(
    /** Grows with the order of reading. */
    readonly number: number,
    counts: StepCounts,
  ) {
    this.counts = counts;
  }

  hand(items: number): void {
    this.handed = (this.handed ?? 0) + items;
  }
}
