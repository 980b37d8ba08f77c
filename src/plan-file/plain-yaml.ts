/**
 * Reads the simple YAML of plans: maps, lists, and values on one line. Gives up on anything else, and on mistakes. Tests
 * compare it with the full parser. Without it, lint of a real plan takes 1.6 times as long (ARCHITECTURE.md, decision 13).
 */
import type { PlacedNode } from './node.js';
import { CR, HASH, SPACE, TAB } from './plain-chars.js';
import { type Holds, PlainNode, type ReadItems } from './plain-node.js';
import { giveUp, MAX_DEPTH, NotPlain, PlainValues } from './plain-values.js';

/** The value of the text; undefined if the YAML is not simple. Finds places when they are needed. */
export function readPlainYaml(text: string): { value: unknown; root(): PlacedNode } | undefined {
  if (/\r(?!\n)|^(?:---|\.\.\.|%)/m.test(text)) return undefined;
  try {
    const value = new PlainReader(text).read();
    return { value, root: () => placesIn(text) };
  } catch (thrown) {
    if (thrown instanceof NotPlain) return undefined;
    throw thrown;
  }
}

function placesIn(text: string): PlainNode {
  const at = (start: number, indent: number) =>
    new PlainReader(text, placesBelow).goTo(start, indent);
  const placesBelow: ReadItems = (start, indent, holds) => at(start, indent).readItems(holds);
  return new PlainReader(text, placesBelow).readRoot();
}

/** Reads lists and maps in lines. */
class PlainReader extends PlainValues {
  /** The indentation of this line; -1 after the last line. */
  #indent = 0;

  read(): unknown {
    this.#nextLine();
    if (this.#indent !== 0) giveUp();
    const value = this.#block(0);
    return this.#isAtEnd() ? value : giveUp();
  }

  readRoot(): PlainNode {
    this.read();
    return this.node ?? giveUp();
  }

  /** Moves to the start of a list or a map. */
  goTo(start: number, indent: number): this {
    const end = this.text.indexOf('\n', start);
    this.lineEnd = end < 0 ? this.text.length : end;
    this.at = start;
    this.#indent = indent;
    return this;
  }

  readItems(holds: Holds): PlainNode[] {
    const items: PlainNode[] = [];
    if (holds === 'list') this.#list(this.#indent, items);
    else this.#map(this.#indent, items);
    return items;
  }

  #isAtEnd(): boolean {
    return this.#indent === -1;
  }

  /** Moves to the next line with content. */
  #nextLine(): void {
    const { text } = this;
    for (;;) {
      const start = this.lineEnd + 1;
      if (start > text.length) break;
      const end = text.indexOf('\n', start);
      this.lineEnd = end < 0 ? text.length : end;
      let at = start;
      while (text.charCodeAt(at) === SPACE) at++;
      const code = text.charCodeAt(at);
      if (code === TAB) giveUp();
      if (at >= this.lineEnd || code === CR || code === HASH) continue;
      this.at = at;
      this.#indent = at - start;
      return;
    }
    this.#indent = -1;
  }

  #block(indent: number): unknown {
    if (this.later !== undefined) return this.#pass(indent, this.later);
    if (++this.depth > MAX_DEPTH) giveUp();
    const value = this.isItem() ? this.#list(indent) : this.#map(indent);
    this.depth--;
    return value;
  }

  /** Skips the lines of a list or a map, whose values were read before. */
  #pass(indent: number, later: ReadItems): undefined {
    const isList = this.isItem();
    this.node = PlainNode.later(this.text, this.at, indent, isList ? 'list' : 'map', later);
    do this.#nextLine();
    while (this.#indent > indent || (this.#indent === indent && (!isList || this.isItem())));
  }

  #list(indent: number, places?: PlainNode[]): unknown[] {
    const list: unknown[] = [];
    while (this.#indent === indent && this.isItem()) {
      list.push(this.#item(indent));
      this.keep(places);
    }
    return list;
  }

  #item(indent: number): unknown {
    const dash = this.at;
    this.at++;
    this.skipSpaces();
    if (this.isLineOver()) return this.#below(indent, dash + 1, false);
    // A map or a list can begin beside the dash: its indentation is that of its first line.
    const inner = indent + this.at - dash;
    if (this.isItem() || this.keyLength() > 0) {
      this.#indent = inner;
      return this.#block(inner);
    }
    return this.#inLine(indent);
  }

  #map(indent: number, places?: PlainNode[]): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    while (this.#indent === indent) {
      const start = this.at;
      const key = this.key(map);
      const keyEnd = this.at;
      this.at++;
      this.skipSpaces();
      map[key] = this.isLineOver() ? this.#below(indent, keyEnd + 1, true) : this.#inLine(indent);
      this.keep(places, [start, keyEnd]);
      if (this.#indent === indent && this.isItem()) giveUp();
    }
    return map;
  }

  /** Reads the value in the next lines; a list in a map may have the indentation of its key. */
  #below(indent: number, from: number, ofMap: boolean): unknown {
    this.#nextLine();
    if (this.#indent > indent || (ofMap && this.#indent === indent && this.isItem()))
      return this.#block(this.#indent);
    if (!ofMap) giveUp();
    if (this.later !== undefined) this.node = new PlainNode(this.text, from, from, 'one');
    return null;
  }

  /** Reads a value on one line; the next line must not be indented more. */
  #inLine(indent: number): unknown {
    const value = this.value(false);
    this.skipSpaces();
    if (!this.isLineOver()) giveUp();
    this.#nextLine();
    return this.#indent > indent ? giveUp() : value;
  }
}
