/** The lines that findings stand on. */
import { Lines } from '../plan-file/lines.js';

/** A line that is longer shows nothing to anyone, and would stand in the report with each of its findings. */
const LONGEST = 2000;

/** Gives lines of texts by file; each text is looked through once, when it is first needed. */
export function sourceLines(
  texts: Pick<ReadonlyMap<string, string>, 'get'>,
): (file: string, line: number) => string | undefined {
  const known = new Map<string, Lines>();
  const linesOf = (file: string): Lines => {
    const lines = known.get(file) ?? new Lines(texts.get(file) ?? '');
    known.set(file, lines);
    return lines;
  };
  return (file, line) => {
    const text = linesOf(file).line(line);
    return text === undefined || text.length > LONGEST ? undefined : text;
  };
}
