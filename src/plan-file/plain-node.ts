import type { Segment } from '../connector/path.js';
import type { PlacedNode, Span } from './node.js';

export type Holds = 'one' | 'list' | 'map';

/** Reads the direct entries of a list or a map. */
export type ReadItems = (start: number, indent: number, holds: Holds) => PlainNode[];

/** A value of simple YAML with its place. */
export class PlainNode implements PlacedNode {
  key: Span | undefined;
  #items: PlainNode[] | undefined;
  #readItems: ReadItems | undefined;
  #indent = 0;

  /** A value on one line, with its entries. */
  constructor(
    private readonly text: string,
    private readonly start: number,
    private readonly end: number,
    private readonly holds: Holds,
    items?: PlainNode[],
  ) {
    this.#items = items;
  }

  /** A list or map of several lines. Reads its entries when they are needed: most never are. */
  static later(
    text: string,
    start: number,
    indent: number,
    holds: Holds,
    read: ReadItems,
  ): PlainNode {
    const node = new PlainNode(text, start, start, holds);
    node.#readItems = read;
    node.#indent = indent;
    return node;
  }

  get value(): Span {
    return [this.start, this.end];
  }

  get container(): boolean {
    return this.holds !== 'one';
  }

  get firstKey(): Span | undefined {
    return this.#held()[0]?.key;
  }

  child(segment: Segment): PlainNode | undefined {
    const items = this.#held();
    if (this.holds === 'list') return typeof segment === 'number' ? items[segment] : undefined;
    const name = String(segment);
    return items.find(({ key }) => key !== undefined && this.text.slice(...key) === name);
  }

  #held(): PlainNode[] {
    this.#items ??= this.#readItems?.(this.start, this.#indent, this.holds) ?? [];
    return this.#items;
  }
}
