/** Why a module does not load, in one line. */

/** The first line of the message, without the stack and the place behind it. Mistakes in the syntax in our own words. */
export function failureReason(error: unknown): string {
  if (!(error instanceof Error)) return thrownValue(error);
  const line = error.message.split('\n', 1)[0]?.trim() ?? '';
  const [, mistake] = /^ParseError: (.*?)\.?$/.exec(line) ?? [];
  if (mistake === undefined) return line || 'it throws an error without a message';
  return `syntax error: ${syntaxWords(mistake)}`;
}

function thrownValue(value: unknown): string {
  if (typeof value === 'string' && value.trim() !== '')
    return value.split('\n', 1)[0]?.trim() ?? '';
  if (value === undefined || value === null || value === '')
    return 'it throws an empty value instead of an error';
  return `it throws ${typeof value === 'object' ? 'an object' : String(value)} instead of an error`;
}

/** The compiler's parser says `Missing semicolon`, and `Unexpected token, expected ","`. */
function syntaxWords(mistake: string): string {
  const [, expected] = /^Unexpected token, expected (".*")$/.exec(mistake) ?? [];
  if (expected !== undefined) return `${expected} is missing here`;
  if (/^Unexpected token\b/.test(mistake)) return 'this does not belong here';
  const known = WORDS.find(([pattern]) => pattern.test(mistake))?.[1];
  return known ?? `${mistake.charAt(0).toLowerCase()}${mistake.slice(1)}`;
}

const WORDS: readonly [RegExp, string][] = [
  [/^Missing semicolon/, 'a semicolon or a line break is missing here'],
  [/^Unterminated string/, 'this text has no closing quote'],
  [/^Unterminated template/, 'this template has no closing backtick'],
  [/^Unterminated comment/, 'this comment is not closed'],
  [/^Unterminated regular expression/, 'this regular expression is not closed'],
  [/^Missing initializer/, 'this declaration needs a value'],
  [/^Unexpected character/, 'this character does not belong here'],
  [/^Identifier .* has already been declared/, 'this name is declared twice'],
];
