/**
 * Reads the simple YAML of plans: maps, lists, values on one line, and brackets. A text of several lines is handed to the
 * full parser, alone. Gives up on anything else, and on mistakes. Tests compare it with the full parser, which takes 70 times
 * the memory of the text. Without it, lint of a real plan takes 1.6 times as long (ARCHITECTURE.md, decision 13).
 */
import type { PlacedEntry } from './entries.js';
import type { PlacedNode, Span } from './node.js';
import { CLOSE_BRACE, CLOSE_BRACKET, OPEN_BRACE, OPEN_BRACKET } from './plain-chars.js';
import { type Holds, PlainNode } from './plain-node.js';
import { giveUp, MAX_DEPTH, NotPlain, PlainValues } from './plain-values.js';
import { readText } from './text-of-lines.js';

/** The value of the text; undefined if the YAML is not simple. Finds places when they are needed. */
export function readPlainYaml(text: string): { value: unknown; root(): PlacedNode } | undefined {
  const start = startOf(text);
  if (start === undefined) return undefined;
  try {
    const value = new PlainReader(text).read(start);
    return { value, root: () => new PlainReader(text).readRoot(start) };
  } catch (thrown) {
    if (thrown instanceof NotPlain) return undefined;
    throw thrown;
  }
}

/** Where the reader stops: at the first value that it does not know, or at a mistake. */
export function endOfPlainYaml(text: string): number {
  const start = startOf(text);
  if (start === undefined) return text.search(/\r(?!\n)|^(?:---|\.\.\.|%)/m);
  const reader = new PlainReader(text);
  try {
    reader.read(start);
    return text.length;
  } catch (thrown) {
    if (thrown instanceof NotPlain) return reader.position;
    throw thrown;
  }
}

/** The start of the text, or the end of the line `---` before it; undefined for several documents. */
function startOf(text: string): number | undefined {
  if (/\r(?!\n)/.test(text)) return undefined;
  const head = /^(?:[ ]*(?:#.*)?\r?\n)*---[ ]*(?=\r?\n)/.exec(text)?.[0].length;
  const marks = /^(?:---|\.\.\.|%)/gm;
  marks.lastIndex = head ?? 0;
  return marks.test(text) ? undefined : (head ?? -1);
}

/** Reads lists and maps in lines. */
class PlainReader extends PlainValues {
  read(start: number): unknown {
    this.#begin(start);
    const value = this.#opens() ? this.#inLine(-1) : this.#block(0);
    return this.indent === -1 ? value : giveUp();
  }

  readRoot(start: number): PlainNode {
    this.#begin(start);
    return this.#opens() ? this.#nodeInLine(-1) : this.#nodeOfBlock();
  }

  #begin(start: number): void {
    this.lineEnd = start;
    this.nextLine();
    if (this.indent !== 0) giveUp();
  }

  /** Whether a bracket is next. */
  #opens(): boolean {
    const code = this.text.charCodeAt(this.at);
    return code === OPEN_BRACE || code === OPEN_BRACKET;
  }

  // ---------------------------------------------------------------- values

  #block(indent: number): unknown {
    if (++this.depth > MAX_DEPTH) giveUp();
    const value = this.isItem() ? this.#list(indent) : this.#map(indent);
    this.depth--;
    return value;
  }

  #list(indent: number): unknown[] {
    const list: unknown[] = [];
    while (this.indent === indent && this.isItem())
      list.push(this.#toItem(indent) ? this.#block(this.indent) : this.#inLine(indent));
    return list;
  }

  #map(indent: number): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    while (this.indent === indent) {
      const key = this.key(map, false);
      this.at++;
      this.skipSpaces();
      if (!this.isLineOver()) map[key] = this.#inLine(indent);
      else map[key] = this.#toBelow(indent) ? this.#block(this.indent) : null;
      if (this.indent === indent && this.isItem()) giveUp();
    }
    return map;
  }

  /** Moves to the value of an item. Returns whether it is a list or a map in lines. */
  #toItem(indent: number): boolean {
    const dash = this.at;
    this.at++;
    this.skipSpaces();
    if (this.isLineOver()) {
      this.nextLine();
      return this.indent > indent || giveUp();
    }
    // A map or a list can begin beside the dash: its indentation is that of its first line.
    if (!this.isItem() && this.keyEnd() < 0) return false;
    this.indent = indent + this.at - dash;
    return true;
  }

  /** Moves to the next line. Returns whether it begins the value of a key; a list may have the indentation of the key. */
  #toBelow(indent: number): boolean {
    this.nextLine();
    return this.indent > indent || (this.indent === indent && this.isItem());
  }

  /** Reads a value that begins on this line, and moves behind it. */
  #inLine(indent: number): unknown {
    const start = this.at;
    const line = { end: this.lineEnd, depth: this.depth };
    if (!this.#opens()) {
      try {
        return this.#simple(indent);
      } catch (thrown) {
        if (!(thrown instanceof NotPlain)) throw thrown;
      }
      this.lineEnd = line.end;
      this.depth = line.depth;
      return this.#text(start, indent).value;
    }
    return this.#simple(indent);
  }

  #simple(indent: number): unknown {
    const value = this.valueIn(indent);
    this.skipSpaces();
    if (!this.isLineOver()) giveUp();
    this.nextLine();
    return this.indent > indent ? giveUp() : value;
  }

  /** Reads a value with the full parser, and moves behind its lines. */
  #text(start: number, indent: number): { value: unknown; end: number } {
    const found = readText(this.text, start, this.lineEnd, indent) ?? giveUp();
    this.lineEnd = found.linesEnd;
    this.nextLine();
    return this.indent > indent ? giveUp() : found;
  }

  // ---------------------------------------------------------------- places

  #nodeOfBlock(key?: Span): PlainNode {
    const { at, indent } = this;
    const holds = this.isItem() ? 'list' : 'map';
    const read = (from = at) => new PlainReader(this.text).goTo(from, indent).#entries(holds);
    return this.#node([at, at], holds, read, key);
  }

  #nodeInLine(indent: number, key?: Span): PlainNode {
    const start = this.at;
    if (this.#opens()) {
      const holds = this.text.charCodeAt(start) === OPEN_BRACKET ? 'list' : 'map';
      this.value(false);
      const end = this.at;
      this.nextLine();
      const read = (from?: number) =>
        new PlainReader(this.text).goTo(from ?? start, 0).#flowEntries(holds, from === undefined);
      return this.#node([start, end], holds, read, key);
    }
    const { lineEnd } = this;
    try {
      this.value(false);
      const end = this.at;
      this.skipSpaces();
      if (!this.isLineOver()) giveUp();
      this.nextLine();
      if (this.indent <= indent) return this.#node([start, end], 'one', none, key);
    } catch (thrown) {
      if (!(thrown instanceof NotPlain)) throw thrown;
    }
    this.lineEnd = lineEnd;
    return this.#node([start, this.#text(start, indent).end], 'one', none, key);
  }

  #node(
    value: Span,
    holds: Holds,
    read: (from?: number) => Generator<PlacedEntry<PlainNode>, undefined>,
    key?: Span,
  ): PlainNode {
    return new PlainNode(value, holds, read, ([start, end]) => this.nameIn(start, end), key);
  }

  /** Reads the entries of a list or map in lines, one at a time. */
  *#entries(holds: Holds): Generator<PlacedEntry<PlainNode>, undefined> {
    const { indent } = this;
    while (this.indent === indent && (holds === 'map' || this.isItem())) {
      const from = this.at;
      const node = holds === 'map' ? this.#nodeOfKey(indent) : this.#nodeOfItem(indent);
      this.#skip(() => this.indent > indent);
      yield { from, node };
    }
  }

  #nodeOfItem(indent: number): PlainNode {
    return this.#toItem(indent) ? this.#nodeOfBlock() : this.#nodeInLine(indent);
  }

  #nodeOfKey(indent: number): PlainNode {
    const key: Span = [this.at, this.keyEnd()];
    this.at = key[1] + 1;
    const from = this.at;
    this.skipSpaces();
    if (!this.isLineOver()) return this.#nodeInLine(indent, key);
    if (!this.#toBelow(indent)) return this.#node([from, from], 'one', none, key);
    // A list at the indentation of its key ends where an entry of the map begins.
    const node = this.#nodeOfBlock(key);
    this.#skip(() => this.indent > indent || (this.indent === indent && this.#isOfList()));
    return node;
  }

  /** Whether this line belongs to a list at this indentation: an item, or the bracket that closes a list. */
  #isOfList(): boolean {
    const code = this.text.charCodeAt(this.at);
    return this.isItem() || code === CLOSE_BRACE || code === CLOSE_BRACKET;
  }

  /** Skips lines of a value, which were read before. */
  #skip(isOfValue: () => boolean): void {
    while (isOfValue()) this.nextLine(true);
  }

  /** Reads the entries between brackets, one at a time. */
  *#flowEntries(holds: Holds, isFirst: boolean): Generator<PlacedEntry<PlainNode>, undefined> {
    const close = holds === 'list' ? CLOSE_BRACKET : CLOSE_BRACE;
    if (isFirst) this.enter();
    while (!this.leaves(close)) {
      const from = this.at;
      let key: Span | undefined;
      if (holds === 'map') {
        key = [from, this.keyEnd(true)];
        this.at = key[1] + 1;
        this.skipFlow();
      }
      const node = this.#flowNode(key);
      yield { from, node };
      this.comma(close);
    }
  }

  #flowNode(key: Span | undefined): PlainNode {
    const start = this.at;
    const isOne = !this.#opens();
    const holds = isOne ? 'one' : this.text.charCodeAt(start) === OPEN_BRACKET ? 'list' : 'map';
    this.value(true);
    const read = (from?: number) =>
      new PlainReader(this.text).goTo(from ?? start, 0).#flowEntries(holds, from === undefined);
    return this.#node([start, this.at], holds, isOne ? none : read, key);
  }
}

function* none(): Generator<PlacedEntry<PlainNode>, undefined> {}
