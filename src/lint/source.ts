/** The source lines of findings. */
import { Lines } from '../syntax/lines.js';

/** A longer line helps nobody, and would be in the report once for each finding. */
const LONGEST = 2000;

/** Returns lines by file; splits each text once, when it is first needed. */
export function sourceLines(
  texts: Pick<ReadonlyMap<string, string>, 'get'>,
): (file: string, line: number) => string | undefined {
  const known = new Map<string, Lines | undefined>();
  const linesOf = (file: string): Lines | undefined => {
    if (known.has(file)) return known.get(file);
    const text = texts.get(file);
    const lines = text === undefined ? undefined : new Lines(text);
    known.set(file, lines);
    return lines;
  };
  return (file, line) => {
    const text = linesOf(file)?.line(line);
    return text === undefined || text.length > LONGEST ? undefined : text;
  };
}
