/** Reads JSON, strictly, with the place of every value. */
import type { Node, ParseError } from 'jsonc-parser';
import type { PlacedNode, Span } from './node.js';
import { jsonParser } from './parsers.js';
import type { Problem, Reading } from './reading.js';

const STRICT = { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false };

export function readJson(text: string): Reading {
  const value = parsed(text);
  if (value === undefined) return { problems: syntaxProblems(text) };
  const problems = repeatedKeys(text, value.value);
  if (problems.length > 0) return { problems };
  let tree: Node | undefined;
  return {
    value: value.value,
    root: () => {
      tree ??= jsonParser().parseTree(text);
      return placed(tree, undefined);
    },
  };
}

/** In an object, since the value can be anything. */
function parsed(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function syntaxProblems(text: string): Problem[] {
  const errors: ParseError[] = [];
  jsonParser().parseTree(text, errors, STRICT);
  if (errors.length === 0) return [{ message: 'it is not JSON', at: [0, 1] }];
  return errors.map(({ error, offset, length }) => ({
    message: MESSAGES[jsonParser().printParseErrorCode(error)] ?? 'it is not JSON',
    at: [offset, offset + length],
  }));
}

const MESSAGES: Readonly<Record<string, string>> = {
  InvalidSymbol: 'this word is not JSON; texts stand in double quotes',
  InvalidNumberFormat: 'this number is malformed',
  PropertyNameExpected: 'a key in double quotes must stand here',
  ValueExpected: 'a value must stand here',
  ColonExpected: 'a colon must stand here',
  CommaExpected: 'a comma must stand here',
  CloseBraceExpected: 'a closing brace must stand here',
  CloseBracketExpected: 'a closing bracket must stand here',
  EndOfFileExpected: 'the file must end here',
  InvalidCommentToken: 'JSON has no comments',
  UnexpectedEndOfComment: 'JSON has no comments',
  UnexpectedEndOfString: 'this text does not end on its line',
  UnexpectedEndOfNumber: 'this number is malformed',
  InvalidUnicode: 'this \\u is not followed by four hexadecimal digits',
  InvalidEscapeCharacter: 'there is no such escape',
  InvalidCharacter: 'this character must be written as an escape',
};

/** `JSON.parse` keeps the last of two equal keys in silence; then the text has more keys than the value. */
function repeatedKeys(text: string, value: unknown): Problem[] {
  if (keysInText(text) === keysInValue(value)) return [];
  const problems: Problem[] = [];
  const open: Set<string>[] = [];
  jsonParser().visit(text, {
    onObjectBegin: () => void open.push(new Set()),
    onObjectEnd: () => void open.pop(),
    onObjectProperty: (name, offset, length) => {
      const seen = open.at(-1);
      if (seen?.has(name))
        problems.push({
          message: `the key "${name}" is here twice`,
          at: [offset, offset + length],
        });
      seen?.add(name);
    },
  });
  return problems;
}

/** Of a text that is JSON: texts that a colon follows. */
function keysInText(text: string): number {
  let keys = 0;
  for (let start = text.indexOf('"'); start >= 0; ) {
    let end = text.indexOf('"', start + 1);
    while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
    let next = end + 1;
    while (isSpace(text.charCodeAt(next))) next++;
    if (text.charCodeAt(next) === COLON) keys++;
    start = text.indexOf('"', next);
  }
  return keys;
}

const COLON = 0x3a;
const BACKSLASH = 0x5c;

const isSpace = (code: number): boolean =>
  code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

function isEscaped(text: string, quote: number): boolean {
  let before = quote - 1;
  while (text.charCodeAt(before) === BACKSLASH) before--;
  return (quote - before) % 2 === 0;
}

function keysInValue(value: unknown): number {
  let keys = 0;
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null) continue;
    const inner: unknown[] = Array.isArray(next) ? next : Object.values(next);
    if (!Array.isArray(next)) keys += inner.length;
    for (const item of inner) if (typeof item === 'object') open.push(item);
  }
  return keys;
}

function placed(node: Node | undefined, key: Span | undefined): PlacedNode {
  const children = node?.children ?? [];
  const value: Span = node === undefined ? [0, 0] : spanOf(node);
  if (node?.type === 'object') {
    return {
      value,
      key,
      container: true,
      firstKey: keyOf(children[0]),
      child: (segment) => {
        const property = children.find(
          ({ children: [name] = [] }) => name?.value === String(segment),
        );
        return property && placed(property.children?.[1], keyOf(property));
      },
    };
  }
  return {
    value,
    key,
    container: node?.type === 'array',
    child: (segment) => {
      const item = typeof segment === 'number' ? children[segment] : undefined;
      return item && placed(item, undefined);
    },
  };
}

const keyOf = (property: Node | undefined): Span | undefined => {
  const name = property?.children?.[0];
  return name && spanOf(name);
};

const spanOf = ({ offset, length }: Node): Span => [offset, offset + length];
