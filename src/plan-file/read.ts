import { readFileSync, statSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { MAX_SIZE, parsePlanFile, planFormatOf } from './parse.js';
import type { ParsedPlanFile } from './types.js';

export interface ReadPlanFile extends ParsedPlanFile {
  /** The text, as far as it could be read as one. */
  text: string;
}

/** In bytes: what is made of a larger plan counts. */
const LARGE = 8 * 1024 * 1024;

/** Reads a plan file; `file` is absolute, its name says the format. Throws what the file system throws. */
export function readPlanFile(file: string): ReadPlanFile {
  const format = planFormatOf(file) ?? 'yaml';
  const { size } = statSync(file);
  // What is too large need not be read: a character takes four bytes at most.
  if (size > 4 * MAX_SIZE) return unreadable('the file is larger than 128 MiB');
  // The heap grows by a fifth of what is alive, not to four times of it, before garbage is collected.
  if (size > LARGE) setFlagsFromString('--heap-growing-percent=20');
  const text = decode(readFileSync(file));
  if (text === undefined) return unreadable('the file is not UTF-8');
  return { text, ...parsePlanFile(text, format) };
}

/** Without a byte order mark. Undefined for what is not UTF-8. */
function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function unreadable(message: string): ReadPlanFile {
  const at = { line: 1, column: 1, endLine: 1, endColumn: 1 };
  return { text: '', plan: undefined, problems: [{ message, at }], place: () => at };
}
