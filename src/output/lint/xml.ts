/** Escapes text for XML 1.0. Characters that XML cannot contain become U+FFFD. */
import { escapeMarks, unseen } from '../../visible.js';

export function escapeText(text: string): string {
  return byNumber(replaceForbidden(text).replace(/[&<>]/g, named), (char) => char !== '\n');
}

/** Writes tabs and line breaks by number too, because readers change them to spaces. */
export function escapeValue(text: string): string {
  return byNumber(replaceForbidden(text).replace(/[&<>"]/g, named));
}

/** ` name="value" ...` */
export function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeValue(String(value))}"`)
    .join('');
}

function replaceForbidden(text: string): string {
  return text.replace(/[\p{Cc}\p{Surrogate}\ufffe\uffff]/gu, (char) =>
    /[\t\n\r\x7f-\x9f]/.test(char) ? char : '\ufffd',
  );
}

const NAMES: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' };

const named = (char: string): string => `&${NAMES[char]};`;
const numbered = (char: string): string => `&#${char.codePointAt(0)};`;

/** Escapes invisible characters, and texts that a CI could read as a command. */
function byNumber(text: string, concerned = (_char: string): boolean => true): string {
  const seen = text.replace(unseen('g'), (char) => (concerned(char) ? numbered(char) : char));
  return escapeMarks(seen, numbered);
}
