/** Writes a plan as YAML, with comments. */
import type { Document, Node, Pair } from 'yaml';
import { segments } from '../connector/path.js';
import type { ProvisioningPlan } from '../connector/types.js';
import { escapeMarks, hasMark, unseen, visible } from '../visible.js';
import { yamlParser } from './parsers.js';

export interface Comment {
  /** Of the plan, such as `customData[0].fields[1]`. What is not there is told at the top. */
  path: string;
  message: string;
}

/** Of a comment, without what stands before it. */
const WIDTH = 88;

/** The same text for the same plan. `heading` stands above all, a line each. */
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

/** Such characters stand between double quotes alone. */
function escapeUnseen(yaml: string): string {
  const seen = yaml.replace(unseen('g'), (char) => (char === '\n' ? char : numbered(char)));
  return escapeMarks(seen, numbered);
}

/** Texts that need an escape, which only double quotes have: for what nobody sees, and what a CI takes for a command. */
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

/** Lists of plain values, such as options, on one line. */
function compact(document: Document): void {
  const { isScalar, visit } = yamlParser();
  visit(document, {
    Seq(_, list) {
      if (list.items.every((item) => isScalar(item))) list.flow = true;
    },
  });
}

/** What a comment is put before: the key of a value, or an item of a list. */
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

/** With the space that follows the `#`. */
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
