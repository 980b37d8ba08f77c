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
import { plainScalar } from './plain-scalar.js';

/** Thrown for YAML that this reader does not know. */
export class NotPlain extends Error {}

export function giveUp(): never {
  throw new NotPlain();
}

const KEY = /[A-Za-z_$][\w$-]{0,99}(?=:(?:[ \r\n]|$))/y;

/** The full parser rejects longer keys. */
const MAX_KEY = 1000;

/** Deeper than any plan, and safe for the stack. */
export const MAX_DEPTH = 64;

/** Reads values that begin on a line: words, texts in quotes, and brackets, which may have several lines. */
export class PlainValues {
  /** The current position, in the line that ends at `lineEnd`. */
  protected at = 0;
  protected lineEnd = -1;
  /** The indentation of this line; -1 after the last line. */
  protected indent = 0;
  protected depth = 0;
  #brackets = 0;
  /** The indentation of the line around the outermost bracket: lines in the bracket need more. */
  #around = -1;

  constructor(protected readonly text: string) {}

  get position(): number {
    return this.at;
  }

  /** Moves to a position, in a line of that indentation. */
  goTo(start: number, indent: number): this {
    const end = this.text.indexOf('\n', start);
    this.lineEnd = end < 0 ? this.text.length : end;
    this.at = start;
    this.indent = indent;
    return this;
  }

  /** Moves to the next line with content. In lines that were read before, a tab is part of the content. */
  protected nextLine(wasRead = false): void {
    const { text } = this;
    for (;;) {
      const start = this.lineEnd + 1;
      if (start > text.length) break;
      const end = text.indexOf('\n', start);
      this.lineEnd = end < 0 ? text.length : end;
      let at = start;
      while (text.charCodeAt(at) === SPACE) at++;
      const code = text.charCodeAt(at);
      if (code === TAB && !wasRead) giveUp();
      if (at >= this.lineEnd || code === CR || code === HASH) continue;
      this.at = at;
      this.indent = at - start;
      return;
    }
    this.indent = -1;
  }

  /** The value here, in a list or map of that indentation. */
  protected valueIn(indent: number): unknown {
    this.#around = indent;
    this.#brackets = 0;
    return this.value(false);
  }

  protected value(inBrackets: boolean): unknown {
    switch (this.text.charCodeAt(this.at)) {
      case DOUBLE_QUOTE:
      case SINGLE_QUOTE:
        return this.#quoted();
      case OPEN_BRACKET:
        return this.#flowList();
      case OPEN_BRACE:
        return this.#flowMap();
      default:
        return this.#plain(inBrackets);
    }
  }

  #quoted(): string {
    const end = this.#quoteEnd(this.at);
    if (end < 0) giveUp();
    const value = unquoted(this.text.slice(this.at, end));
    this.at = end;
    return value;
  }

  /** The position after the closing quote in this line; -1 if there is none. */
  #quoteEnd(start: number): number {
    const { text } = this;
    const quote = text.charAt(start);
    for (let end = text.indexOf(quote, start + 1); end >= 0 && end < this.lineEnd; ) {
      if (quote === '"' ? !isEscaped(text, end) : text[end + 1] !== "'") return end + 1;
      end = text.indexOf(quote, end + (quote === '"' ? 1 : 2));
    }
    return -1;
  }

  #plain(inBrackets: boolean): unknown {
    const start = this.at;
    const end = this.#plainEnd(inBrackets);
    const value = end > start ? plainScalar(this.text.slice(start, end)) : undefined;
    if (value === undefined) giveUp();
    this.at = end;
    return value;
  }

  #flowList(): unknown[] {
    const list: unknown[] = [];
    this.enter();
    while (!this.leaves(CLOSE_BRACKET)) {
      list.push(this.value(true));
      this.comma(CLOSE_BRACKET);
    }
    return list;
  }

  #flowMap(): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    this.enter();
    while (!this.leaves(CLOSE_BRACE)) {
      const key = this.key(map, true);
      this.at++;
      this.skipFlow();
      map[key] = this.value(true);
      this.comma(CLOSE_BRACE);
    }
    return map;
  }

  /** Skips an opening bracket. */
  protected enter(): void {
    if (++this.depth > MAX_DEPTH) giveUp();
    this.#brackets++;
    this.at++;
    this.skipFlow();
  }

  /** Skips the closing bracket, if it is next. */
  protected leaves(close: number): boolean {
    if (this.text.charCodeAt(this.at) !== close) return false;
    this.at++;
    this.depth--;
    this.#brackets--;
    return true;
  }

  /** Skips the comma after an entry, which may be missing before the closing bracket. */
  protected comma(close: number): void {
    this.skipFlow();
    const code = this.text.charCodeAt(this.at);
    if (code === close) return;
    if (code !== COMMA) giveUp();
    this.at++;
    this.skipFlow();
  }

  /** Skips spaces, comments and line ends between brackets. */
  protected skipFlow(): void {
    for (;;) {
      this.skipSpaces();
      if (!this.isLineOver()) return;
      this.nextLine();
      if (this.indent <= this.#around && !this.#closesHere()) giveUp();
    }
  }

  /** The last closing bracket may have the indentation of the line around it. */
  #closesHere(): boolean {
    const code = this.text.charCodeAt(this.at);
    const closes = code === CLOSE_BRACE || code === CLOSE_BRACKET;
    return closes && this.#brackets === 1 && this.indent === this.#around && this.indent >= 0;
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
      // The colon makes this text a key, or may do so in brackets.
      if (code === COLON && (inBrackets || isSpaceOrEnd(text, at + 1))) giveUp();
      end = at + 1;
    }
    return end;
  }

  /** Reads a new key of the map, up to its colon. */
  protected key(map: Record<string, unknown>, inBrackets: boolean): string {
    const end = this.keyEnd(inBrackets);
    if (end < 0) giveUp();
    const key = this.nameIn(this.at, end);
    if (key === '__proto__' || key === '<<' || Object.hasOwn(map, key)) giveUp();
    this.at = end;
    return key;
  }

  protected nameIn(start: number, end: number): string {
    const key = this.text.slice(start, end);
    if (isQuote(key.charCodeAt(0))) return unquoted(key);
    return plainScalar(key) === key ? key : giveUp();
  }

  /** The end of the key that begins here; -1 if no key does. */
  protected keyEnd(inBrackets = false): number {
    const { text, at } = this;
    if (!isQuote(text.charCodeAt(at))) {
      KEY.lastIndex = at;
      return KEY.test(text) ? KEY.lastIndex : -1;
    }
    const end = this.#quoteEnd(at);
    if (end < 0 || end - at > MAX_KEY || text.charCodeAt(end) !== COLON) return -1;
    return inBrackets || isSpaceOrEnd(text, end + 1) ? end : -1;
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

const isQuote = (code: number): boolean => code === DOUBLE_QUOTE || code === SINGLE_QUOTE;

/** The text in quotes. */
export function unquoted(written: string): string {
  const inner = written.slice(1, -1);
  if (written.startsWith("'")) return inner.replaceAll("''", "'");
  if (!inner.includes('\\')) return inner;
  return inner.replace(/\\(u[\da-fA-F]{4}|[\s\S])/g, (sign, code: string) =>
    /^(?:["\\/bfnrt]|u.{4})$/.test(code) ? JSON.parse(`"${sign}"`) : giveUp(),
  );
}

/** Whether an odd number of backslashes stands before it. */
function isEscaped(text: string, quote: number): boolean {
  let before = quote - 1;
  while (text[before] === '\\') before--;
  return (quote - before) % 2 === 0;
}
