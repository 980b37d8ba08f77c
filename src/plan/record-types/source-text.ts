/** What an author wrote, as TypeScript can hold it. */

export function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : stringLiteral(name);
}

/** In single quotes. Characters that nobody sees, or that turn the direction of reading, are written by number. */
export function stringLiteral(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inner.replace(UNSEEN, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)}'`;
}

const UNSEEN = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Lines of a doc comment, or none. No text ends it early or speaks to the compiler. */
export function docComment(lines: readonly string[], indent: string): string[] {
  const clean = lines.flatMap((line) => line.split(/\r\n?|\n/)).map(harmless);
  const texts = clean.filter((line) => line !== '');
  if (texts.length === 0) return [];
  if (texts.length === 1) return [`${indent}/** ${texts[0]} */`];
  return [`${indent}/**`, ...texts.map((line) => `${indent} * ${line}`), `${indent} */`];
}

function harmless(line: string): string {
  return line
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, ' ')
    .replaceAll('*/', '*\\/')
    .replaceAll('@ts-', '@ ts-')
    .trim();
}
