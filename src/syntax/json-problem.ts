/** Maps the errors of the JSON parser to our codes. */
import type { ParseError } from 'jsonc-parser';
import type { MessageCode } from '../messages/index.js';
import { jsonParser } from './parsers.js';

type JsonCode = Extract<MessageCode, `json-${string}`>;

const CODES = {
  InvalidSymbol: 'json-word',
  InvalidNumberFormat: 'json-bad-number',
  PropertyNameExpected: 'json-property',
  ValueExpected: 'json-value',
  ColonExpected: 'json-colon',
  CommaExpected: 'json-comma',
  CloseBraceExpected: 'json-brace',
  CloseBracketExpected: 'json-bracket',
  EndOfFileExpected: 'json-end',
  InvalidCommentToken: 'json-comment',
  UnexpectedEndOfComment: 'json-comment',
  UnexpectedEndOfString: 'json-open-text',
  UnexpectedEndOfNumber: 'json-bad-number',
  InvalidUnicode: 'json-unicode',
  InvalidEscapeCharacter: 'json-escape',
  InvalidCharacter: 'json-character',
} as const satisfies Record<string, JsonCode>;

type Codes = (typeof CODES)[keyof typeof CODES] | 'json-invalid';

export function jsonCode(error: ParseError['error']): Codes {
  const name = jsonParser().printParseErrorCode(error);
  return name in CODES ? CODES[name as keyof typeof CODES] : 'json-invalid';
}
