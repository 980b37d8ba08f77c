import type { Range } from './range.js';

/** Turns offsets in a text into lines and columns. */
export class Lines {
  readonly #text: string;
  #starts: number[] | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  range(start: number, end: number): Range {
    const [line, column] = this.#position(start);
    const [endLine, endColumn] = this.#position(Math.max(start, end));
    return { line, column, endLine, endColumn };
  }

  /** The text of a line without its line break; undefined if there is no such line. */
  line(number: number): string | undefined {
    this.#starts ??= startsOf(this.#text);
    const start = this.#starts[number - 1];
    if (start === undefined) return undefined;
    const next = this.#starts[number];
    const text = this.#text.slice(start, next === undefined ? undefined : next - 1);
    return text.endsWith('\r') ? text.slice(0, -1) : text;
  }

  #position(offset: number): [line: number, column: number] {
    this.#starts ??= startsOf(this.#text);
    const inside = Math.min(Math.max(offset, 0), this.#text.length);
    const index = lastAtMost(this.#starts, inside);
    return [index + 1, inside - (this.#starts[index] ?? 0) + 1];
  }
}

function startsOf(text: string): number[] {
  const starts = [0];
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
    starts.push(end + 1);
  }
  return starts;
}

/** Index of the last of the ascending numbers that is not above the limit. */
function lastAtMost(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((numbers[middle] ?? 0) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}
