/** Gathers changed records from several batches, so that a push has the size of a batch. */
import { addCounts, noCounts, type Tally } from '../accounting.js';
import type { InFlight } from '../in-flight.js';
import type { Batch } from '../read/batches.js';
import { joinSelections, type Selection, type Selector } from './select.js';

/** Records to push together. */
export interface Work extends Batch {
  /** The selection of these records; null when the step does not know its records by key. */
  selection: Selection<object> | null;
}

export interface Amounts {
  /** Maximum records of a push. */
  size: number;
  /** Maximum records to read before their changes are pushed. */
  most: number;
}

export class Gatherer {
  private gathered: (Work & { selection: Selection<object> }) | undefined;
  private read = 0;

  constructor(
    private readonly selector: Selector,
    private readonly inFlight: InFlight,
    private readonly tally: Tally,
    private readonly amounts: Amounts,
  ) {}

  /**
   * Selects from a batch and yields the records that are ready to be pushed. Start each push before asking for the
   * next one.
   */
  async *add({ records, last, counts }: Batch): AsyncGenerator<Work, void, undefined> {
    const { selector, inFlight, tally } = this;
    const { size, most } = this.amounts;
    // A newer version of a gathered record must go out later, so push the gathered ones first.
    if (this.gathered && selector.meets(this.gathered.selection, records)) yield* this.flush();
    const selection = await inFlight.start({ kind: 'select', push: null, foreign: true }, () =>
      selector.select(records),
    );
    // A push gets no more records than a batch has.
    if (this.gathered && this.gathered.records.length + selection.send.length > size)
      yield* this.flush();
    const found = { ...noCounts(), unchanged: selection.unchanged, skipped: selection.replaced };
    tally.add(found);
    this.join({ records: selection.send, last, counts: addCounts(counts, found), selection });
    this.read += records.length;
    const ready = this.gathered?.records.length ?? 0;
    if (ready >= size || this.read >= most) yield* this.flush();
  }

  /** Yields the rest. */
  *flush(): Generator<Work, void, undefined> {
    const work = this.gathered;
    this.gathered = undefined;
    this.read = 0;
    if (work) yield work;
  }

  private join(more: Work & { selection: Selection<object> }): void {
    const before = this.gathered;
    if (before === undefined) {
      this.gathered = more;
      return;
    }
    const selection = joinSelections(before.selection, more.selection);
    const counts = addCounts(before.counts, more.counts);
    this.gathered = { ...more, records: selection.send, counts, selection };
  }
}
