/** The characters of simple YAML, by their codes. */
export const TAB = 0x09;
export const LF = 0x0a;
export const CR = 0x0d;
export const SPACE = 0x20;
export const DOUBLE_QUOTE = 0x22;
export const HASH = 0x23;
export const SINGLE_QUOTE = 0x27;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const DASH = 0x2d;
export const OPEN_BRACKET = 0x5b;
export const CLOSE_BRACKET = 0x5d;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;

export const ENDS_IN_BRACKETS: ReadonlySet<number> = new Set([
  COMMA,
  OPEN_BRACKET,
  CLOSE_BRACKET,
  OPEN_BRACE,
  CLOSE_BRACE,
]);

export function isSpaceOrEnd(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === SPACE || code === CR || code === LF || at >= text.length;
}

/** Whether a word without quotes may start here. The full parser reads words with special signs. */
export function startsWord(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code === DASH)
    return !isSpaceOrEnd(text, at + 1) && !ENDS_IN_BRACKETS.has(text.charCodeAt(at + 1));
  return code < 0x80 ? /[\w$+./(]/.test(text.charAt(at)) : /\p{L}/u.test(text.charAt(at));
}
