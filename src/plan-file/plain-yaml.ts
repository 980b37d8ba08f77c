/**
 * Reads the YAML that people write for plans, many times faster than a parser of all of YAML: maps and lists in lines,
 * those in brackets that end on their line, and texts and numbers on one line. Whatever else stands in a file, mistakes
 * among it, makes it give up; what it reads, it reads as the other one does, which tests hold.
 */
import type { PlacedNode } from './node.js';
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  CR,
  DASH,
  DOUBLE_QUOTE,
  ENDS_IN_BRACKETS,
  HASH,
  isSpaceOrEnd,
  OPEN_BRACE,
  OPEN_BRACKET,
  SINGLE_QUOTE,
  SPACE,
  startsWord,
  TAB,
} from './plain-chars.js';
import { PlainNode } from './plain-node.js';
import { plainScalar } from './plain-scalar.js';

/** The value of the text, or undefined where the text is not that simple. The places are found when they are asked for. */
export function readPlainYaml(text: string): { value: unknown; root(): PlacedNode } | undefined {
  if (/\r(?!\n)|^(?:---|\.\.\.|%)/m.test(text)) return undefined;
  try {
    const value = new PlainReader(text).read();
    let root: PlainNode | undefined;
    return {
      value,
      root: () => {
        root ??= new PlainReader(text, true).readPlaces();
        return root;
      },
    };
  } catch (thrown) {
    if (thrown instanceof NotPlain) return undefined;
    throw thrown;
  }
}

class NotPlain extends Error {}

function giveUp(): never {
  throw new NotPlain();
}

const KEY = /[A-Za-z_$][\w$-]{0,99}(?=:(?:[ \r\n]|$))/y;

/** Deeper than any plan, and far from the end of the stack. */
const MAX_DEPTH = 64;

class PlainReader {
  /** Where reading goes on, in the line that ends at `lineEnd`. */
  #at = 0;
  /** Columns before what stands in this line; -1 behind the last line. */
  #indent = 0;
  #lineEnd = -1;
  #depth = 0;
  /** Place of the last value that was read. A node for each value takes longer than all the rest, so there are none unless they are wanted. */
  #node: PlainNode | undefined;

  constructor(
    private readonly text: string,
    private readonly places = false,
  ) {}

  read(): unknown {
    this.#nextLine();
    if (this.#indent !== 0) giveUp();
    const value = this.#block(0);
    return this.#isAtEnd() ? value : giveUp();
  }

  readPlaces(): PlainNode {
    this.read();
    return this.#node ?? giveUp();
  }

  #isAtEnd(): boolean {
    return this.#indent === -1;
  }

  /** On to the next line that holds more than a comment. */
  #nextLine(): void {
    const { text } = this;
    for (;;) {
      const start = this.#lineEnd + 1;
      if (start > text.length) break;
      const end = text.indexOf('\n', start);
      this.#lineEnd = end < 0 ? text.length : end;
      let at = start;
      while (text.charCodeAt(at) === SPACE) at++;
      const code = text.charCodeAt(at);
      if (code === TAB) giveUp();
      if (at >= this.#lineEnd || code === CR || code === HASH) continue;
      this.#at = at;
      this.#indent = at - start;
      return;
    }
    this.#indent = -1;
  }

  #block(indent: number): unknown {
    if (++this.#depth > MAX_DEPTH) giveUp();
    const value = this.#isItem() ? this.#list(indent) : this.#map(indent);
    this.#depth--;
    return value;
  }

  #list(indent: number): unknown[] {
    const list: unknown[] = [];
    const node = this.#open('list');
    while (this.#indent === indent && this.#isItem()) {
      list.push(this.#item(indent));
      this.#keep(node);
    }
    return this.#close(node, list);
  }

  #item(indent: number): unknown {
    const dash = this.#at;
    this.#at++;
    this.#skipSpaces();
    if (this.#isLineOver()) return this.#below(indent, dash + 1, false);
    // A map or a list can begin beside the dash: it stands as deep as its first line.
    const inner = indent + this.#at - dash;
    if (this.#isItem() || this.#keyLength() > 0) {
      this.#indent = inner;
      return this.#block(inner);
    }
    return this.#inLine(indent);
  }

  #map(indent: number): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    const node = this.#open('map');
    while (this.#indent === indent) {
      const start = this.#at;
      const key = this.#key(map);
      const keyEnd = this.#at;
      this.#at++;
      this.#skipSpaces();
      map[key] = this.#isLineOver() ? this.#below(indent, keyEnd + 1, true) : this.#inLine(indent);
      this.#keep(node, key, start);
      if (this.#indent === indent && this.#isItem()) giveUp();
    }
    return this.#close(node, map);
  }

  /** What stands in the lines below; a list of a map may stand as deep as its key. */
  #below(indent: number, from: number, ofMap: boolean): unknown {
    this.#nextLine();
    if (this.#indent > indent || (ofMap && this.#indent === indent && this.#isItem()))
      return this.#block(this.#indent);
    return ofMap ? this.#scalar(null, from, from) : giveUp();
  }

  /** A value that ends on its line; nothing that belongs to it may follow deeper in. */
  #inLine(indent: number): unknown {
    const value = this.#value(false);
    this.#skipSpaces();
    if (!this.#isLineOver()) giveUp();
    this.#nextLine();
    return this.#indent > indent ? giveUp() : value;
  }

  #value(inBrackets: boolean): unknown {
    switch (this.text.charCodeAt(this.#at)) {
      case DOUBLE_QUOTE:
        return this.#quoted('"');
      case SINGLE_QUOTE:
        return this.#quoted("'");
      case OPEN_BRACKET:
        return this.#flowList();
      case OPEN_BRACE:
        return this.#flowMap();
      default:
        return this.#plain(inBrackets);
    }
  }

  #quoted(quote: '"' | "'"): unknown {
    const start = this.#at;
    const end = this.text.indexOf(quote, start + 1);
    if (end < 0 || end >= this.#lineEnd) giveUp();
    const value = this.text.slice(start + 1, end);
    if (quote === '"' ? value.includes('\\') : this.text[end + 1] === "'") giveUp();
    return this.#scalar(value, start, end + 1);
  }

  #plain(inBrackets: boolean): unknown {
    const end = this.#plainEnd(inBrackets);
    const value = end > this.#at ? plainScalar(this.text.slice(this.#at, end)) : undefined;
    return value === undefined ? giveUp() : this.#scalar(value, this.#at, end);
  }

  #flowList(): unknown[] {
    const list: unknown[] = [];
    const node = this.#open('list');
    this.#enter();
    for (let first = true; !this.#leaves(CLOSE_BRACKET, node); first = false) {
      if (!first) this.#comma();
      list.push(this.#value(true));
      this.#keep(node);
      this.#skipSpaces();
    }
    return this.#close(node, list);
  }

  #flowMap(): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    const node = this.#open('map');
    this.#enter();
    for (let first = true; !this.#leaves(CLOSE_BRACE, node); first = false) {
      if (!first) this.#comma();
      const start = this.#at;
      const key = this.#key(map);
      this.#at++;
      this.#skipSpaces();
      map[key] = this.#value(true);
      this.#keep(node, key, start);
      this.#skipSpaces();
    }
    return this.#close(node, map);
  }

  /** Over an opening bracket. */
  #enter(): void {
    if (++this.#depth > MAX_DEPTH) giveUp();
    this.#at++;
    this.#skipSpaces();
  }

  /** Over the closing bracket, if it is here, where the node ends. */
  #leaves(close: number, node: PlainNode | undefined): boolean {
    if (this.text.charCodeAt(this.#at) !== close) return false;
    this.#at++;
    this.#depth--;
    if (node !== undefined) node.end = this.#at;
    return true;
  }

  #comma(): void {
    if (this.text.charCodeAt(this.#at) !== COMMA) giveUp();
    this.#at++;
    this.#skipSpaces();
  }

  #scalar(value: unknown, start: number, end: number): unknown {
    this.#at = Math.max(this.#at, end);
    if (this.places) this.#node = new PlainNode(start, end, 'one');
    return value;
  }

  /** Of a list or a map that begins here. */
  #open(holds: 'list' | 'map'): PlainNode | undefined {
    return this.places ? new PlainNode(this.#at, this.#at, holds) : undefined;
  }

  /** Adds the last value that was read, and the key that it stands under. */
  #keep(node: PlainNode | undefined, key?: string, start = 0): void {
    const value = this.#node;
    if (node === undefined || value === undefined) return;
    node.items.push(value);
    if (key === undefined) return;
    node.keys.push(key);
    value.key = [start, start + key.length];
  }

  #close<T>(node: PlainNode | undefined, value: T): T {
    this.#node = node;
    return value;
  }

  /** Behind the last character of a word: at a comment, at the end of the line, or at what ends it in brackets. */
  #plainEnd(inBrackets: boolean): number {
    const { text } = this;
    let end = this.#at;
    if (!startsWord(text, end)) giveUp();
    for (let at = end; at < this.#lineEnd; at++) {
      const code = text.charCodeAt(at);
      if (code === SPACE) continue;
      if (code === CR || (code === HASH && end < at)) return end;
      if (code < SPACE) giveUp();
      if (inBrackets && ENDS_IN_BRACKETS.has(code)) return end;
      // It would make this a key, or might in brackets.
      if (code === COLON && (inBrackets || isSpaceOrEnd(text, at + 1))) giveUp();
      end = at + 1;
    }
    return end;
  }

  /** A key that is a text, and new in its map; reading goes on at its colon. */
  #key(map: Record<string, unknown>): string {
    const length = this.#keyLength();
    const key = this.text.slice(this.#at, this.#at + length);
    if (length === 0 || key === '__proto__' || plainScalar(key) !== key) giveUp();
    if (Object.hasOwn(map, key)) giveUp();
    this.#at += length;
    return key;
  }

  #keyLength(): number {
    KEY.lastIndex = this.#at;
    return KEY.test(this.text) ? KEY.lastIndex - this.#at : 0;
  }

  /** Whether here stands a dash of a list. */
  #isItem(): boolean {
    return this.text.charCodeAt(this.#at) === DASH && isSpaceOrEnd(this.text, this.#at + 1);
  }

  #skipSpaces(): void {
    while (this.text.charCodeAt(this.#at) === SPACE) this.#at++;
  }

  /** Nothing but a comment is left, which needs a space before it. */
  #isLineOver(): boolean {
    const code = this.text.charCodeAt(this.#at);
    if (this.#at >= this.#lineEnd || code === CR) return true;
    return code === HASH && this.text.charCodeAt(this.#at - 1) === SPACE;
  }
}
