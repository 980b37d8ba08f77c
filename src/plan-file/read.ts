import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { type Message, message } from '../messages/index.js';
import { withoutBom } from '../syntax/bom.js';
import { MAX_SIZE, parsePlanFile, planFormatOf } from './parse.js';
import type { ParsedPlanFile } from './types.js';

export interface ReadPlanFile extends ParsedPlanFile {
  /** The text; empty if it could not be read. */
  text: string;
}

/** In bytes: above this size, the memory of the parsed plan matters. */
const LARGE = 8 * 1024 * 1024;

/** Reads a plan file; `file` is absolute, its name says the format. Throws the errors of the file system. */
export function readPlanFile(file: string): ReadPlanFile {
  const format = planFormatOf(file) ?? 'yaml';
  const { size } = statSync(file);
  // A character has four bytes at most, so this file is too large.
  if (size > 4 * MAX_SIZE) return unreadablePlan(message('file-too-large', { limit: '128 MiB' }));
  // Lets the heap grow by a fifth of the live data before garbage is collected, instead of to four times of it.
  if (size > LARGE) setFlagsFromString('--heap-growing-percent=20');
  const text = readText(file);
  if (text === undefined) return unreadablePlan(message('not-utf-8', {}));
  return { text, ...parsePlanFile(text, format) };
}

/** The text without a byte order mark; undefined if it is not UTF-8. */
function readText(file: string): string | undefined {
  // Decodes without a buffer, which would stay in memory beside the text.
  const text = withoutBom(readFileSync(file, 'utf8'));
  // U+FFFD replaces bytes that are not UTF-8, but a text may also contain it.
  return text.includes('\ufffd') && !isUtf8(readFileSync(file)) ? undefined : text;
}

/** A plan file with one problem: nothing in it can be read. */
export function unreadablePlan(why: Message): ReadPlanFile {
  const at = { line: 1, column: 1, endLine: 1, endColumn: 1 };
  const problems = [{ ...why, at }];
  return { text: '', plan: undefined, problems, place: () => at, written: () => undefined };
}
