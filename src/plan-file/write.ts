/** Writes a plan as YAML, with comments. */
import type { Document, Node, Pair } from 'yaml';
import { segments } from '../connector/path.js';
import type { ProvisioningPlan } from '../connector/types.js';
import { yamlParser } from '../syntax/parsers.js';
import { escapeMarks, hasMark, unseen, visible } from '../visible.js';

export interface Comment {
  /** A path in the plan, such as `customData[0].fields[1]`. A comment on a missing path goes to the top. */
  path: string;
  message: string;
}

/** The maximum number of characters in a line of a comment. */
const WIDTH = 88;

/** The same plan always gives the same text. `heading` comes first, line by line. */
export function writePlanFile(
  plan: ProvisioningPlan,
  comments: readonly Comment[] = [],
  heading: readonly string[] = [],
): string {
  const { Document } = yamlParser();
  const document = new Document(plan, { aliasDuplicateObjects: false });
  compact(document);
  quoteUnseen(document);
  const top: string[] = [...heading];
  for (const { path, message } of comments) {
    const node = nodeAt(document, path);
    if (node === undefined) top.push(...wrapped(message));
    else node.commentBefore = [node.commentBefore, ...spaced(message)].filter(Boolean).join('\n');
  }
  const text = escapeUnseen(
    document.toString({
      lineWidth: 0,
      flowCollectionPadding: false,
      doubleQuotedMinMultiLineLength: Number.POSITIVE_INFINITY,
    }),
  );
  return top.length === 0
    ? text
    : `${top.map((line) => `# ${visible(line)}`.trimEnd()).join('\n')}\n\n${text}`;
}

/** Escapes invisible characters, which are only in texts in double quotes. */
function escapeUnseen(yaml: string): string {
  const seen = yaml.replace(unseen('g'), (char) => (char === '\n' ? char : numbered(char)));
  return escapeMarks(seen, numbered);
}

/** Uses double quotes for texts that need an escape: invisible characters, and texts that a CI could read as a command. */
function quoteUnseen(document: Document): void {
  const { visit } = yamlParser();
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value !== 'string') return;
      const rest = node.value.replaceAll('\n', '');
      if (unseen().test(rest) || hasMark(node.value)) node.type = 'QUOTE_DOUBLE';
    },
  });
}

const numbered = (char: string): string =>
  `\\U${(char.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`;

/** Writes lists of single values, such as options, on one line. */
function compact(document: Document): void {
  const { isScalar, visit } = yamlParser();
  visit(document, {
    Seq(_, list) {
      if (list.items.every((item) => isScalar(item))) list.flow = true;
    },
  });
}

/** The node that a comment is written before: the key of a value, or an item of a list. */
function nodeAt(document: Document, path: string): Node | undefined {
  const { isMap, isNode, isScalar, isSeq } = yamlParser();
  let node: unknown = document.contents;
  let place: unknown;
  for (const segment of segments(path)) {
    if (isMap(node)) {
      const pair: Pair | undefined = node.items.find(
        ({ key }) => isScalar(key) && key.value === String(segment),
      );
      place = pair?.key;
      node = pair?.value;
    } else if (isSeq(node)) {
      node = node.items[Number(segment)];
      place = node;
    } else return undefined;
  }
  return isNode(place) ? place : undefined;
}

/** The text of a comment with the space after the `#`. */
const spaced = (text: string): string[] => wrapped(visible(text)).map((line) => ` ${line}`);

function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + word.length < WIDTH)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
