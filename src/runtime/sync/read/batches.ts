/** Reads a step's stream: maps each raw item, and collects the records into batches. */
import { isPromise, mapItem } from '../../../connector/bulk.js';
import { interruptible } from '../../../connector/interruptible.js';
import type { BulkStepConfig, SyncStepContext } from '../../../connector/types.js';
import type { StepCounts } from '../../ports/records.js';
import { noCounts } from '../accounting.js';

export interface Batch {
  records: object[];
  /** The last raw item that they cover. */
  last: unknown;
  /** The counts of the items that were read for them. */
  counts: StepCounts;
}

/** Callbacks for each item. */
export interface Reading {
  /** Returns false for an item outside the window. */
  read(raw: unknown): boolean;
  mapped(record: object): void;
  skipped(): void;
}

export const BATCH_SIZE = 500;

/**
 * Throws the errors of the stream and of `map`, after yielding the records that were read before. Throws at once when
 * the signal is aborted.
 */
export async function* readBatches<S>(
  config: BulkStepConfig<S, unknown, object>,
  ctx: SyncStepContext<S>,
  reading: Reading,
): AsyncGenerator<Batch, void, undefined> {
  const size = config.batchSize ?? BATCH_SIZE;
  let batch = emptyBatch();
  let count = 0;
  let failure: { error: unknown } | undefined;
  try {
    for await (const raw of interruptible(config.stream(ctx), ctx.signal)) {
      batch.counts.read++;
      count++;
      const mapped = reading.read(raw) ? mapItem(config, raw, ctx, count) : null;
      // Most maps are synchronous, and an `await` per item would cost more than the map.
      const record = isPromise(mapped) ? await mapped : mapped;
      batch.last = raw;
      if (record === null) {
        reading.skipped();
        batch.counts.skipped++;
        continue;
      }
      reading.mapped(record);
      if (batch.records.push(record) >= size) {
        yield batch;
        batch = emptyBatch();
      }
    }
  } catch (error) {
    if (ctx.signal.aborted) throw error;
    failure = { error };
  }
  // Also after a failure: a bad item must not hold back the good ones before it.
  if (batch.records.length > 0) yield batch;
  if (failure) throw failure.error;
}

function emptyBatch(): Batch {
  return { records: [], last: undefined, counts: noCounts() };
}
