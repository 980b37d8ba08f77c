import type { Span } from './node.js';
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
} from './plain-chars.js';
import { type Holds, PlainNode, type ReadItems } from './plain-node.js';
import { plainScalar } from './plain-scalar.js';

/** Thrown for YAML that this reader does not know. */
export class NotPlain extends Error {}

export function giveUp(): never {
  throw new NotPlain();
}

const KEY = /[A-Za-z_$][\w$-]{0,99}(?=:(?:[ \r\n]|$))/y;

/** Deeper than any plan, and safe for the stack. */
export const MAX_DEPTH = 64;

/** Reads values on one line: words, texts in quotes, and brackets. */
export class PlainValues {
  /** The current position, in the line that ends at `lineEnd`. */
  protected at = 0;
  protected lineEnd = -1;
  protected depth = 0;
  /** The last value with its place, if places are needed. */
  protected node: PlainNode | undefined;

  /** With `later`, reads only the places in one list or map. */
  constructor(
    protected readonly text: string,
    protected readonly later?: ReadItems,
  ) {}

  protected value(inBrackets: boolean): unknown {
    switch (this.text.charCodeAt(this.at)) {
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
    const start = this.at;
    const end = this.text.indexOf(quote, start + 1);
    if (end < 0 || end >= this.lineEnd) giveUp();
    const value = this.text.slice(start + 1, end);
    if (quote === '"' ? value.includes('\\') : this.text[end + 1] === "'") giveUp();
    this.at = end + 1;
    this.place(start, 'one');
    return value;
  }

  #plain(inBrackets: boolean): unknown {
    const start = this.at;
    const end = this.#plainEnd(inBrackets);
    const value = end > start ? plainScalar(this.text.slice(start, end)) : undefined;
    if (value === undefined) giveUp();
    this.at = end;
    this.place(start, 'one');
    return value;
  }

  #flowList(): unknown[] {
    const list: unknown[] = [];
    const places = this.#placesHere();
    const start = this.at;
    this.#enter();
    for (let first = true; !this.#leaves(CLOSE_BRACKET); first = false) {
      if (!first) this.#comma();
      list.push(this.value(true));
      this.keep(places);
      this.skipSpaces();
    }
    this.place(start, 'list', places);
    return list;
  }

  #flowMap(): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    const places = this.#placesHere();
    const start = this.at;
    this.#enter();
    for (let first = true; !this.#leaves(CLOSE_BRACE); first = false) {
      if (!first) this.#comma();
      const keyStart = this.at;
      const key = this.key(map);
      const keyEnd = this.at;
      this.at++;
      this.skipSpaces();
      map[key] = this.value(true);
      this.keep(places, [keyStart, keyEnd]);
      this.skipSpaces();
    }
    this.place(start, 'map', places);
    return map;
  }

  /** Skips an opening bracket. */
  #enter(): void {
    if (++this.depth > MAX_DEPTH) giveUp();
    this.at++;
    this.skipSpaces();
  }

  /** Skips the closing bracket, if it is next. */
  #leaves(close: number): boolean {
    if (this.text.charCodeAt(this.at) !== close) return false;
    this.at++;
    this.depth--;
    return true;
  }

  #comma(): void {
    if (this.text.charCodeAt(this.at) !== COMMA) giveUp();
    this.at++;
    this.skipSpaces();
  }

  #placesHere(): PlainNode[] | undefined {
    return this.later === undefined ? undefined : [];
  }

  /** Sets the place of a value that ends here. */
  protected place(start: number, holds: Holds, items?: PlainNode[]): void {
    if (this.later !== undefined)
      this.node = new PlainNode(this.text, start, this.at, holds, items);
  }

  /** Adds the last value, with its key. */
  protected keep(places: PlainNode[] | undefined, key?: Span): void {
    const node = this.node;
    if (places === undefined || node === undefined) return;
    node.key = key;
    places.push(node);
  }

  /** The end of a word: at a comment, at the end of the line, or at a sign that ends it in brackets. */
  #plainEnd(inBrackets: boolean): number {
    const { text } = this;
    let end = this.at;
    if (!startsWord(text, end)) giveUp();
    for (let at = end; at < this.lineEnd; at++) {
      const code = text.charCodeAt(at);
      if (code === SPACE) continue;
      if (code === CR || (code === HASH && end < at)) return end;
      if (code < SPACE) giveUp();
      if (inBrackets && ENDS_IN_BRACKETS.has(code)) return end;
      // The colon makes this a key, or may do so in brackets.
      if (code === COLON && (inBrackets || isSpaceOrEnd(text, at + 1))) giveUp();
      end = at + 1;
    }
    return end;
  }

  /** Reads a new key of the map, up to its colon. */
  protected key(map: Record<string, unknown>): string {
    const length = this.keyLength();
    const key = this.text.slice(this.at, this.at + length);
    if (length === 0 || key === '__proto__' || plainScalar(key) !== key) giveUp();
    if (Object.hasOwn(map, key)) giveUp();
    this.at += length;
    return key;
  }

  protected keyLength(): number {
    KEY.lastIndex = this.at;
    return KEY.test(this.text) ? KEY.lastIndex - this.at : 0;
  }

  protected skipSpaces(): void {
    while (this.text.charCodeAt(this.at) === SPACE) this.at++;
  }

  /** Whether the dash of a list entry is next. */
  protected isItem(): boolean {
    return this.text.charCodeAt(this.at) === DASH && isSpaceOrEnd(this.text, this.at + 1);
  }

  /** Whether the rest of the line is empty or a comment, which needs a space before it. */
  protected isLineOver(): boolean {
    const code = this.text.charCodeAt(this.at);
    if (this.at >= this.lineEnd || code === CR) return true;
    return code === HASH && this.text.charCodeAt(this.at - 1) === SPACE;
  }
}
