import type { Segment } from '../connector/path.js';
import type { PlacedNode, Span } from './node.js';

/**
 * A value in valid JSON. Finds its parts when they are needed, one level at a time: most parts of a file never are.
 */
export class JsonNode implements PlacedNode {
  readonly value: Span;
  #entries: Entry[] | undefined;

  constructor(
    private readonly text: string,
    start: number,
    readonly key?: Span,
  ) {
    this.value = [start, endOfValue(text, start)];
  }

  get container(): boolean {
    return this.#opensWith('{') || this.#opensWith('[');
  }

  get firstKey(): Span | undefined {
    return this.#held()[0]?.key;
  }

  child(segment: Segment): JsonNode | undefined {
    const entries = this.#held();
    const isList = this.#opensWith('[');
    if (isList && typeof segment !== 'number') return undefined;
    const entry = isList
      ? entries[Number(segment)]
      : entries.find(({ key }) => key && this.#nameAt(key) === String(segment));
    if (entry === undefined) return undefined;
    entry.node ??= new JsonNode(this.text, entry.start, entry.key);
    return entry.node;
  }

  #opensWith(bracket: string): boolean {
    return this.text[this.value[0]] === bracket;
  }

  #nameAt(key: Span): unknown {
    return JSON.parse(this.text.slice(...key));
  }

  #held(): Entry[] {
    this.#entries ??= this.container ? entriesOf(this.text, this.value) : [];
    return this.#entries;
  }
}

interface Entry {
  key?: Span;
  start: number;
  /** Set when it was needed once. */
  node?: JsonNode;
}

/** The start of each value of a list or an object. */
function entriesOf(text: string, [start, end]: Span): Entry[] {
  const entries: Entry[] = [];
  const isObject = text[start] === '{';
  for (let at = next(text, start + 1); at < end - 1; ) {
    const entry: Entry = { start: at };
    if (isObject) {
      entry.key = [at, endOfString(text, at)];
      // Skip the colon.
      entry.start = next(text, next(text, entry.key[1]) + 1);
    }
    entries.push(entry);
    // Skip the comma.
    at = next(text, next(text, endOfValue(text, entry.start)) + 1);
  }
  return entries;
}

/** The next character that is not a space. */
export function next(text: string, at: number): number {
  let next = at;
  while (isSpace(text.charCodeAt(next))) next++;
  return next;
}

/** The position after the closing quote of a text. */
export function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end + 1;
}

function endOfValue(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(text, at) - 1;
        break;
      case OPEN_BRACE:
      case OPEN_BRACKET:
        depth++;
        continue;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        // The bracket closes the list or object around a number or a word.
        if (depth === 0) return at;
        depth--;
        break;
      default:
        if (depth > 0 || !endsWord(text.charCodeAt(at + 1))) continue;
    }
    if (depth === 0) return at + 1;
  }
  return text.length;
}

/** Whether a number or a word ends before this character; NaN is the end of the text. */
const endsWord = (code: number): boolean =>
  isSpace(code) ||
  code === COMMA ||
  code === CLOSE_BRACE ||
  code === CLOSE_BRACKET ||
  Number.isNaN(code);

const isSpace = (code: number): boolean =>
  code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

/** Whether an odd number of backslashes stands before it. */
function isEscaped(text: string, quote: number): boolean {
  let before = quote - 1;
  while (text.charCodeAt(before) === BACKSLASH) before--;
  return (quote - before) % 2 === 0;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
