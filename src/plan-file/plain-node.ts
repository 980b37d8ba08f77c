import type { Segment } from '../plan/path.js';
import type { PlacedNode, Span } from './node.js';

/** A value of plain YAML where it stands. */
export class PlainNode implements PlacedNode {
  key: Span | undefined;
  /** Of a map: in the order of the items. */
  readonly keys: string[] = [];
  readonly items: PlainNode[] = [];

  constructor(
    readonly start: number,
    public end: number,
    readonly holds: 'one' | 'list' | 'map',
  ) {}

  get value(): Span {
    return [this.start, this.end];
  }

  get container(): boolean {
    return this.holds !== 'one';
  }

  get firstKey(): Span | undefined {
    return this.items[0]?.key;
  }

  child(segment: Segment): PlainNode | undefined {
    if (this.holds === 'map') return this.items[this.keys.indexOf(String(segment))];
    return typeof segment === 'number' ? this.items[segment] : undefined;
  }
}
