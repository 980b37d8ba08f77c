/** The lines that findings stand on. */

/** A line that is longer shows nothing to anyone, and would stand in the report with each of its findings. */
const LONGEST = 2000;

/** Gives lines of texts by file; each text is split once, when it is first needed. */
export function sourceLines(
  texts: Pick<ReadonlyMap<string, string>, 'get'>,
): (file: string, line: number) => string | undefined {
  const split = new Map<string, string[]>();
  const linesOf = (file: string): string[] => {
    const known = split.get(file);
    if (known !== undefined) return known;
    const lines = texts.get(file)?.split(/\r?\n/) ?? [];
    split.set(file, lines);
    return lines;
  };
  return (file, line) => {
    const text = linesOf(file)[line - 1];
    return text === undefined || text.length > LONGEST ? undefined : text;
  };
}
