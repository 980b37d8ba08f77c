/** Reads JSON, strictly, with the place of every value. */
import type { ParseError } from 'jsonc-parser';
import { jsonCode } from '../syntax/json-problem.js';
import { jsonParser } from '../syntax/parsers.js';
import { endOfString, JsonNode, next } from './json-node.js';
import { type Problem, problem, type Reading } from './reading.js';

const STRICT = { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false };

export function readJson(text: string): Reading {
  const value = parsed(text);
  if (value === undefined) return { problems: syntaxProblems(text) };
  const problems = repeatedKeys(text, value.value);
  if (problems.length > 0) return { problems };
  return { value: value.value, root: () => new JsonNode(text, next(text, 0)) };
}

/** In an object, because the value can be of any type. */
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
  if (errors.length === 0) return [problem([0, 1], 'json-invalid', {})];
  return errors.map(({ error, offset, length }) =>
    problem([offset, offset + length], jsonCode(error), {}),
  );
}

/** `JSON.parse` silently keeps the last of two equal keys. Then the text has more keys than the value. */
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
        problems.push(problem([offset, offset + length], 'repeated-key', { key: name }));
      seen?.add(name);
    },
  });
  return problems;
}

/** Counts the texts before a colon, in valid JSON. */
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
