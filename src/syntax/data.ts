/** Reads the data of configuration files and settings, with the place of the first mistake. */
import type { ParseError } from 'jsonc-parser';
import { type Message, message, sentenceOf } from '../messages/index.js';
import { withoutBom } from './bom.js';
import { jsonCode } from './json-problem.js';
import { Lines } from './lines.js';
import { jsonParser, yamlParser } from './parsers.js';
import { yamlCode } from './yaml-problem.js';

/** A syntax error. Its message does not repeat the text, which may be a secret. */
export class SyntaxFault extends Error {
  readonly line: number;
  readonly column: number;

  constructor(why: Message, text: string, offset: number) {
    super(sentenceOf(why, 'the file').message);
    const { line, column } = new Lines(text).range(offset, offset);
    this.line = line;
    this.column = column;
  }

  /** For messages that name the file elsewhere. */
  get withPlace(): string {
    return `${this.message} (at ${this.line}:${this.column})`;
  }
}

/** @throws SyntaxFault */
export function parseJson(given: string): unknown {
  const text = withoutBom(given);
  try {
    return JSON.parse(text);
  } catch {
    const errors: ParseError[] = [];
    jsonParser().parse(text, errors, { disallowComments: true, allowTrailingComma: false });
    const [{ error, offset } = { error: 0, offset: 0 }] = errors;
    const code = errors.length === 0 ? 'json-invalid' : jsonCode(error);
    throw new SyntaxFault(message(code, {}), text, offset);
  }
}

/** For what people write: `JSON.parse` would silently keep the last of two equal keys. @throws SyntaxFault */
export function parseUniqueJson(given: string): unknown {
  const text = withoutBom(given);
  const value = parseJson(text);
  if (keysInText(text) === keysIn(value)) return value;
  const open: Set<string>[] = [];
  jsonParser().visit(text, {
    onObjectBegin: () => void open.push(new Set()),
    onObjectEnd: () => void open.pop(),
    onObjectProperty: (key, offset) => {
      if (open.at(-1)?.has(key))
        throw new SyntaxFault(message('repeated-key', { key }), text, offset);
      open.at(-1)?.add(key);
    },
  });
  return value;
}

/** The texts before a colon, in valid JSON: more than the keys of the value if a key comes twice. */
const keysInText = (text: string): number =>
  [...text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)].filter(([, colon]) => colon).length;

function keysIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const parts: unknown[] = Object.values(value);
  const own = Array.isArray(value) ? 0 : parts.length;
  return parts.reduce<number>((sum, part) => sum + keysIn(part), own);
}

/** @throws SyntaxFault */
export function parseYaml(given: string): unknown {
  const text = withoutBom(given);
  const document = yamlParser().parseDocument(text, { prettyErrors: false });
  const [error] = document.errors;
  if (error?.code === 'DUPLICATE_KEY') {
    const [, key = ''] = /^(.*?)\s*:(?:\s|$)/m.exec(text.slice(error.pos[0])) ?? [];
    throw new SyntaxFault(message('repeated-key', { key }), text, error.pos[0]);
  }
  if (error !== undefined) throw new SyntaxFault(message(yamlCode(error), {}), text, error.pos[0]);
  return document.toJS();
}
