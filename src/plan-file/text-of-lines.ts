import { yamlParser } from '../syntax/parsers.js';
import { LF, SPACE } from './plain-chars.js';

/** A single value that begins in a line and may continue in the next lines. */
export interface TextOfLines {
  value: unknown;
  /** The offset behind the value. */
  end: number;
  /** The end of its last line. */
  linesEnd: number;
}

/**
 * Reads one value of a list or map of that indentation with the full parser: texts of several lines, and rare forms of
 * words and numbers. Undefined for a list or a map, for anchors, aliases and tags, and for mistakes.
 */
export function readText(
  text: string,
  start: number,
  lineEnd: number,
  indent: number,
): TextOfLines | undefined {
  const { isMap, isScalar, parseDocument } = yamlParser();
  const linesEnd = endOfLines(text, lineEnd, indent);
  // A key at the same indentation comes before the value, because the indentation of a text is relative to its key.
  const key = `${' '.repeat(indent)}k: `;
  const { contents, errors } = parseDocument(key + text.slice(start, linesEnd + 1), {
    prettyErrors: false,
  });
  if (errors.length > 0 || !isMap(contents) || contents.items.length !== 1) return undefined;
  const node: unknown = contents.items[0]?.value;
  if (!isScalar(node) || node.anchor !== undefined || node.tag !== undefined) return undefined;
  const [from = 0, to = 0] = node.range ?? [];
  if (from !== key.length || to === from) return undefined;
  return { value: node.value, end: start + to - key.length, linesEnd };
}

/** The end of the last line that is empty, or indented more. */
function endOfLines(text: string, lineEnd: number, indent: number): number {
  let end = lineEnd;
  while (end < text.length) {
    let at = end + 1;
    while (text.charCodeAt(at) === SPACE) at++;
    const isEmpty = text.charCodeAt(at) === LF || text.startsWith('\r\n', at) || at >= text.length;
    if (!isEmpty && at - end - 1 <= indent) break;
    const next = text.indexOf('\n', at);
    end = next < 0 ? text.length : next;
  }
  return end;
}
