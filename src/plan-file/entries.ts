/**
 * The entries of lists and maps, read again from the text when a caller asks for them. Most are never needed, and the
 * others mostly in their order. Keeping the place of every value would take many times the memory of the text.
 */
import type { Segment } from '../connector/path.js';
import type { PlacedNode, Span } from './node.js';

/** A node that can forget what it has read below itself. */
export interface ForgetfulNode extends PlacedNode {
  forget(): void;
}

export interface PlacedEntry<N extends ForgetfulNode> {
  /** The offset at which reading can start again with this entry. */
  from: number;
  node: N;
}

/** Reads from the first entry, or from the start of another one. */
export type ReadEntries<N extends ForgetfulNode> = (from?: number) => Iterator<PlacedEntry<N>>;

/** The start of every 64th entry is kept, so that an earlier entry is found without reading all before it. */
const MARK_EACH = 64;

export class ListEntries<N extends ForgetfulNode> {
  readonly #read: ReadEntries<N>;
  readonly #marks: (number | undefined)[] = [undefined];
  #going: Iterator<PlacedEntry<N>>;
  #next = 0;
  #last: { index: number; node: N } | undefined;

  constructor(read: ReadEntries<N>) {
    this.#read = read;
    this.#going = read();
  }

  at(index: number): N | undefined {
    if (index === this.#last?.index) return this.#last.node;
    const node = this.#find(index);
    this.#last = node && { index, node };
    return node;
  }

  #find(index: number): N | undefined {
    const mark = Math.min(Math.floor(index / MARK_EACH), this.#marks.length - 1);
    if (index < this.#next || mark * MARK_EACH > this.#next) {
      this.#going = this.#read(this.#marks[mark]);
      this.#next = mark * MARK_EACH;
    }
    for (;;) {
      const { value: entry, done } = this.#going.next();
      if (done === true) return undefined;
      if (this.#next === this.#marks.length * MARK_EACH) this.#marks.push(entry.from);
      if (this.#next++ === index) return entry.node;
    }
  }
}

export class MapEntries<N extends ForgetfulNode> {
  readonly #nodes = new Map<string, N>();
  #last: N | undefined;

  constructor(read: ReadEntries<N>, nameAt: (key: Span) => string) {
    const going = read();
    for (let next = going.next(); next.done !== true; next = going.next()) {
      const { node } = next.value;
      const name = node.key === undefined ? '' : nameAt(node.key);
      if (!this.#nodes.has(name)) this.#nodes.set(name, node);
    }
  }

  at(segment: Segment): N | undefined {
    const node = this.#nodes.get(String(segment));
    if (node !== this.#last) this.#last?.forget();
    this.#last = node;
    return node;
  }
}
