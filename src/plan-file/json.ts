/** Reads JSON, strictly, with the place of every value. */
import type { ParseError } from 'jsonc-parser';
import { endOfString, JsonNode, next } from './json-node.js';
import { jsonParser } from './parsers.js';
import type { Problem, Reading } from './reading.js';

const STRICT = { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false };

export function readJson(text: string): Reading {
  const value = parsed(text);
  if (value === undefined) return { problems: syntaxProblems(text) };
  const problems = repeatedKeys(text, value.value);
  if (problems.length > 0) return { problems };
  return { value: value.value, root: () => new JsonNode(text, next(text, 0)) };
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
    const behind = next(text, endOfString(text, start));
    if (text[behind] === ':') keys++;
    start = text.indexOf('"', behind);
  }
  return keys;
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
