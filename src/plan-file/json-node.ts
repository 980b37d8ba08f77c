import type { Segment } from '../connector/path.js';
import { type ForgetfulNode, ListEntries, MapEntries, type PlacedEntry } from './entries.js';
import type { Span } from './node.js';

/** A value in valid JSON. Finds its parts when they are needed. */
export class JsonNode implements ForgetfulNode {
  #end: number | undefined;
  #list: ListEntries<JsonNode> | undefined;
  #map: MapEntries<JsonNode> | undefined;

  constructor(
    private readonly text: string,
    private readonly start: number,
    readonly key?: Span,
  ) {}

  get value(): Span {
    this.#end ??= endOfValue(this.text, this.start);
    return [this.start, this.#end];
  }

  get container(): boolean {
    return this.#isList || this.#isMap;
  }

  get firstKey(): Span | undefined {
    return this.#isMap ? this.#entries().next().value?.node.key : undefined;
  }

  child(segment: Segment): JsonNode | undefined {
    if (this.#isList) {
      if (typeof segment !== 'number') return undefined;
      this.#list ??= new ListEntries((from) => this.#entries(from));
      return this.#list.at(segment);
    }
    if (!this.#isMap) return undefined;
    this.#map ??= new MapEntries(
      () => this.#entries(),
      (key) => JSON.parse(this.text.slice(...key)),
    );
    return this.#map.at(segment);
  }

  forget(): void {
    this.#list = undefined;
    this.#map = undefined;
  }

  get #isList(): boolean {
    return this.text[this.start] === '[';
  }

  get #isMap(): boolean {
    return this.text[this.start] === '{';
  }

  *#entries(from?: number): Generator<PlacedEntry<JsonNode>, undefined> {
    const { text } = this;
    const isMap = this.#isMap;
    for (let at = from ?? next(text, this.start + 1); !closes(text.charCodeAt(at)); ) {
      const key: Span | undefined = isMap ? [at, endOfString(text, at)] : undefined;
      // Skip the colon.
      const start = key === undefined ? at : next(text, next(text, key[1]) + 1);
      const node = new JsonNode(text, start, key);
      yield { from: at, node };
      const end = next(text, node.value[1]);
      at = text.charCodeAt(end) === COMMA ? next(text, end + 1) : end;
    }
  }
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

const closes = (code: number): boolean => code === CLOSE_BRACE || code === CLOSE_BRACKET;

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
