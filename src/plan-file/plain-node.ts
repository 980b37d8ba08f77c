import type { Segment } from '../connector/path.js';
import { type ForgetfulNode, ListEntries, MapEntries, type ReadEntries } from './entries.js';
import type { Span } from './node.js';

export type Holds = 'one' | 'list' | 'map';

/** A value of simple YAML with its place. */
export class PlainNode implements ForgetfulNode {
  #list: ListEntries<PlainNode> | undefined;
  #map: MapEntries<PlainNode> | undefined;

  /** `value` is empty for a list or map of several lines. `read` reads its entries. */
  constructor(
    readonly value: Span,
    readonly holds: Holds,
    private readonly read: ReadEntries<PlainNode>,
    private readonly nameAt: (key: Span) => string,
    readonly key?: Span,
  ) {}

  get container(): boolean {
    return this.holds !== 'one';
  }

  get firstKey(): Span | undefined {
    return this.holds === 'map' ? this.read().next().value?.node.key : undefined;
  }

  child(segment: Segment): PlainNode | undefined {
    if (this.holds === 'map') {
      this.#map ??= new MapEntries(this.read, this.nameAt);
      return this.#map.at(segment);
    }
    if (this.holds === 'one' || typeof segment !== 'number') return undefined;
    this.#list ??= new ListEntries(this.read);
    return this.#list.at(segment);
  }

  forget(): void {
    this.#list = undefined;
    this.#map = undefined;
  }
}
