/** A plan on standard input: `spm-connect lint -`. */
import { join } from 'node:path';
import { message } from '../messages/index.js';
import { parsePlanFile } from '../plan-file/parse.js';
import { type ReadPlanFile, unreadablePlan } from '../plan-file/read.js';
import { withoutBom } from '../syntax/bom.js';

/** The path that stands for standard input. */
export const STDIN = '-';

/** The name that reports give it. */
const NAME = '<stdin>';

export const stdinFile = (cwd: string): string => join(cwd, NAME);

/** A plan in JSON starts with a brace and a quote; hardly any plan in YAML does. */
export function readStdinPlan(given: string): ReadPlanFile {
  const text = withoutBom(given);
  // UTF-16 begins with two bytes that are not UTF-8, and its letters are followed by zero bytes.
  if (/^\ufffd{2}|^[^\n]*\0/.test(text)) return unreadablePlan(message('not-utf-8', {}));
  const format = isJson(text) ? 'json' : 'yaml';
  return { text, ...parsePlanFile(text, format) };
}

function isJson(text: string): boolean {
  const start = text.trimStart();
  return start.startsWith('{') && /^\{\s*["}]/.test(start);
}
