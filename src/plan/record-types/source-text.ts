/** What an author wrote, as TypeScript can hold it. */
import { unseen, visible, visibleJson } from '../../visible.js';

export function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : stringLiteral(name);
}

/** In single quotes. Characters that nobody sees, or that turn the direction of reading, are written by number. */
export function stringLiteral(text: string): string {
  return `'${visibleJson(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** Lines of a doc comment, or none. No text ends it early or speaks to the compiler. */
export function docComment(lines: readonly string[], indent: string): string[] {
  const clean = lines.flatMap((line) => line.split(/\r\n?|\n/)).map(harmless);
  const texts = clean.filter((line) => line !== '');
  if (texts.length === 0) return [];
  if (texts.length === 1) return [`${indent}/** ${texts[0]} */`];
  return [`${indent}/**`, ...texts.map((line) => `${indent} * ${line}`), `${indent} */`];
}

function harmless(line: string): string {
  return visible(line.replace(unseen('g'), ' '))
    .replaceAll('*/', '*\\/')
    .replaceAll('@ts-', '@ ts-')
    .trim();
}
