/** A record of a file: its cells, or the reason why it has none. */
export type CsvRecord = { line: number; cells: string[] } | { line: number; fault: string };

/**
 * A longer record has a quote that was never closed; without a limit it would load the rest of the file
 * into memory.
 */
const MAX_CHARACTERS = 1024 * 1024;

/** Characters after the last record: the end mark of DOS files, and padding. */
const PADDING = ['\x1A', '\0', ' ', '\t', '\r', '\n'];

/**
 * Splits text into records, with any line ends, also mixed. A quote has a meaning only at the start of a
 * cell. A record with wrong quotes becomes a problem of its first line; the next record then starts on the
 * following line, even if the quotes would have included that line. Empty records are left out.
 * @param width How many cells a record has to have to go on over several lines, once that is known.
 */
export async function* readRecords(
  chunks: AsyncIterable<string>,
  delimiter: string,
  width: () => number | undefined,
): AsyncGenerator<CsvRecord, void, undefined> {
  let text = '';
  let line = 1;
  const scanner = new Scanner(delimiter);
  function* cut(isEnd: boolean): Generator<CsvRecord> {
    let at = 0;
    while (at < text.length) {
      const scanned = scanner.scan(text, at, isEnd);
      if (scanned === undefined && text.length - at < MAX_CHARACTERS && !isEnd) break;
      const record = sound(scanned, width());
      if ('fault' in record) yield { line, fault: record.fault };
      else if (!isBlank(record)) yield { line, cells: record.cells };
      at = 'fault' in record ? endOfLine(text, at) : record.end;
      line += 'fault' in record ? 1 : record.lines;
    }
    text = text.slice(at);
  }
  for await (const chunk of chunks) {
    text += chunk;
    yield* cut(false);
  }
  text = withoutPadding(text);
  yield* cut(true);
}

function withoutPadding(text: string): string {
  let end = text.length;
  while (PADDING.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** The start of the next line. */
function endOfLine(text: string, from: number): number {
  const breaks = /\r\n?|\n/g;
  breaks.lastIndex = from;
  return breaks.test(text) ? breaks.lastIndex : text.length;
}

const UNCLOSED = 'a quote is opened and never closed';

/** If a quote includes further rows by mistake, the record has several lines and another number of cells. */
function sound(scanned: Scanned | Fault | undefined, width: number | undefined): Scanned | Fault {
  if (scanned === undefined) return { fault: UNCLOSED };
  if ('fault' in scanned || scanned.lines === 1) return scanned;
  if (width === undefined || scanned.cells.length === width) return scanned;
  return { fault: `${UNCLOSED} in its row` };
}

function isBlank({ cells }: Scanned): boolean {
  return cells.every((cell) => cell.trim() === '');
}

interface Fault {
  fault: string;
}

interface Scanned {
  cells: string[];
  /** The start of the next record. */
  end: number;
  /** The number of its lines in the file. */
  lines: number;
}

class Scanner {
  readonly #delimiter: string;
  readonly #plain: RegExp;
  readonly #opening: RegExp;
  readonly #quoted: RegExp;
  readonly #lineEnd = /\r\n?|\n/y;

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
    this.#plain = new RegExp(`[^${delimiter}\\r\\n]*`, 'y');
    // Blanks around quotes have no meaning, unless blanks separate the cells.
    const blanks = delimiter === '\t' ? ' *' : '[ \\t]*';
    this.#opening = new RegExp(`${blanks}"`, 'y');
    this.#quoted = new RegExp(`${blanks}"([^"]*(?:""[^"]*)*)"(?!")${blanks}`, 'y');
  }

  /** The record that starts there, or the problem of its quotes; undefined if its end was not read yet. */
  scan(text: string, from: number, isEnd: boolean): Scanned | Fault | undefined {
    const cells: string[] = [];
    let lines = 1;
    let at = from;
    for (;;) {
      if (this.#match(this.#opening, text, at) === undefined) {
        const cell = this.#match(this.#plain, text, at)?.[0] ?? '';
        cells.push(cell);
        at += cell.length;
      } else {
        const quoted = this.#match(this.#quoted, text, at);
        if (quoted === undefined) return undefined;
        const [whole, cell = ''] = quoted;
        at += whole.length;
        // The quote may be the first of an escaped pair.
        if (at === text.length && !isEnd) return undefined;
        cells.push(cell.replaceAll('""', '"'));
        lines += cell.match(/\r\n?|\n/g)?.length ?? 0;
      }
      if (text.startsWith(this.#delimiter, at)) {
        at += this.#delimiter.length;
        continue;
      }
      if (at === text.length) return isEnd ? { cells, end: at, lines } : undefined;
      const [lineEnd] = this.#match(this.#lineEnd, text, at) ?? [];
      if (lineEnd === undefined) return { fault: 'text follows the quote that closes a cell' };
      at += lineEnd.length;
      // This may be the first half of a line end.
      if (lineEnd === '\r' && at === text.length && !isEnd) return undefined;
      return { cells, end: at, lines };
    }
  }

  #match(expression: RegExp, text: string, at: number): RegExpExecArray | undefined {
    expression.lastIndex = at;
    return expression.exec(text) ?? undefined;
  }
}
