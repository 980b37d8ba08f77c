/** Gathers what has changed from several batches, so that a push is as large as a batch. */
import { addCounts, noCounts, type Tally } from '../accounting.js';
import type { InFlight } from '../in-flight.js';
import type { Batch } from '../read/batches.js';
import { joinSelections, type Selection, type Selector } from './select.js';

/** Records to push together. */
export interface Work extends Batch {
  /** What is known of them; null when they are not known one by one. */
  selection: Selection<object> | null;
}

export interface Amounts {
  /** Records of a push at most. */
  size: number;
  /** Records to read at most until what has changed of them is pushed. */
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

  /** Selects what goes out of a batch, and gives what is ready to be pushed, which must be begun before the next is asked for. */
  async *add({ records, last, counts }: Batch): AsyncGenerator<Work, void, undefined> {
    const { selector, inFlight, tally } = this;
    const { size, most } = this.amounts;
    // Its next version must come after it: what was gathered goes first.
    if (this.gathered && selector.meets(this.gathered.selection, records)) yield* this.flush();
    const selection = await inFlight.start({ kind: 'select', push: null, foreign: true }, () =>
      selector.select(records),
    );
    // A push is handed no more records than a batch has.
    if (this.gathered && this.gathered.records.length + selection.send.length > size)
      yield* this.flush();
    const found = { ...noCounts(), unchanged: selection.unchanged, skipped: selection.replaced };
    tally.add(found);
    this.join({ records: selection.send, last, counts: addCounts(counts, found), selection });
    this.read += records.length;
    const ready = this.gathered?.records.length ?? 0;
    if (ready >= size || this.read >= most) yield* this.flush();
  }

  /** What is left. */
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
