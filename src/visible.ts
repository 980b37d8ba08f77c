/** Makes text from outside safe: a reader sees every character, and no terminal or CI obeys one. Pure. */

/**
 * Control characters, line separators, bidi controls, lone surrogates, and other characters without width. Joiners
 * inside words of other scripts and emoji, and variation selectors, are part of readable text.
 */
const UNSEEN =
  '(?!(?<=[^\\0-\\u007f])[\\u200c\\u200d](?=[^\\0-\\u007f])|[\\u180b-\\u180d\\ufe00-\\ufe0f\\u{e0100}-\\u{e01ef}])' +
  '[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cs}\\p{Default_Ignorable_Code_Point}\\ufff9-\\ufffb]';

/** As a regular expression with these flags, for formats with their own escapes. */
export const unseen = (flags = ''): RegExp => new RegExp(UNSEEN, `u${flags}`);

/** Colours and styles of chalk, except the style that hides text. */
const STYLE = '\\u001b\\[(?!8m)(?:\\d{1,3}|[34]8;5;\\d{1,3}|[34]8;2;\\d{1,3};\\d{1,3};\\d{1,3})m';

const ALL_UNSEEN = unseen('g');
const UNSEEN_OR_STYLE = new RegExp(`${STYLE}|(?!\\n)${UNSEEN}`, 'gu');

/** `##[`, `##vso[`, `##teamcity[`: CIs take them for commands anywhere in a line. */
const INNER_MARK = /#(?=#\w*\[)/g;
/** `::` after spaces and colours: GitHub takes it for a command at the start of a line. */
const FIRST_MARK = new RegExp(`^((?:[^\\S\\n]|${STYLE})*):(?=:)`, 'gm');

/** Whether a CI could take a line of the text for a command. */
export const hasMark = (text: string): boolean =>
  text.search(INNER_MARK) !== -1 || text.search(FIRST_MARK) !== -1;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** `\n`, `\u001b`, `\ud800`: the escapes of JSON. */
const escapeOf = (char: string): string => SHORT[char] ?? char.split('').map(byNumber).join('');

const byNumber = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Escapes the first character of each CI command mark. */
export const escapeMarks = (text: string, escapeOne: (char: string) => string): string =>
  text
    .replace(INNER_MARK, escapeOne)
    .replace(FIRST_MARK, (_, before: string) => before + escapeOne(':'));

const withoutInnerMarks = (text: string): string => text.replace(INNER_MARK, byNumber);

/**
 * On one line: `a\nb` for a line break. Backslashes are not escaped, so the text reads well but cannot be parsed back.
 */
export const visible = (text: string): string =>
  withoutInnerMarks(text.replace(ALL_UNSEEN, escapeOf));

/** Like `visible`, but for a text of several lines, which stay separate. */
export const visibleLines = (text: string): string[] => text.split(/\r?\n/).map(visible);

/** JSON that parses to the value, without invisible characters and without CI commands. */
export function visibleJson(value: unknown, indent = 0): string {
  // Outside its texts, the only invisible characters of JSON are line breaks.
  return onlyVisible(JSON.stringify(value, null, indent) ?? 'null', { styles: false });
}

export interface Allowed {
  /** Whether colours and styles stay. */
  styles: boolean;
  /** Whether lines may begin with `::`. */
  commands?: boolean;
}

/** The last filter before writing: keeps line ends and allowed characters, and escapes every other invisible one. */
export function onlyVisible(text: string, allowed: Allowed): string {
  return text.length <= MOST_AT_ONCE
    ? ofLines(text, allowed)
    : [...visibleParts(text, allowed)].join('');
}

/** Like `onlyVisible`, but returns parts: for a text of many lines, the filters make many small pieces. */
export function* visibleParts(text: string, allowed: Allowed): Generator<string> {
  for (let start = 0; start < text.length; ) {
    // No filter looks past the end of a line.
    const lineEnd = text.indexOf('\n', start + MOST_AT_ONCE);
    const end = lineEnd < 0 ? text.length : lineEnd + 1;
    yield ofLines(text.slice(start, end), allowed);
    start = end;
  }
}

/** The maximum size of a part, in characters. */
const MOST_AT_ONCE = 64 * 1024;

function ofLines(text: string, { styles, commands = false }: Allowed): string {
  const shown = text.replaceAll('\r\n', '\n').replace(UNSEEN_OR_STYLE, (found) => {
    if (!found.endsWith('m')) return escapeOf(found);
    return styles ? found : escapeOf('\u001b') + found.slice(1);
  });
  return commands ? withoutInnerMarks(shown) : escapeMarks(shown, byNumber);
}
