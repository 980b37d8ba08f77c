/** Writes texts of an author in TypeScript. */
import { unseen, visible, visibleJson } from '../../visible.js';

export function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : stringLiteral(name);
}

/** In single quotes, with invisible characters written by number. */
export function stringLiteral(text: string): string {
  return `'${visibleJson(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** Lines of a doc comment, or none. No text can end it early or instruct the compiler. */
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
