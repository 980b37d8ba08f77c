/** Makes findings of files that cannot be loaded: one broken connector must not hide all other findings. */
import { resolve } from 'node:path';
import { problem } from '../connector/problem.js';
import { causeText, SpmError } from '../errors.js';
import { asFindings } from '../plan/lint.js';
import type { RuleSettings } from '../plan/rule.js';
import { load } from '../plan/rules/load.js';
import { redactText } from '../runtime/security/redact.js';
import { contained } from './contained.js';
import type { Found } from './found.js';

/** Something that lint was asked to check, and why it cannot be loaded. */
export interface Unloaded {
  /** Absolute. */
  file: string;
  error: SpmError;
}

/** Runs the step, or gives the error that stopped it. Throws errors that are not about files of the project. */
export async function tryLoad<T>(file: string, step: () => T | Promise<T>): Promise<T | Unloaded> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof SpmError && isOfProject(error)) return { file, error };
    throw error;
  }
}

const isOfProject = ({ exit, code }: SpmError): boolean =>
  exit === 'config' || code === 'SPM_CONNECTOR_CRASHED';

/** The same for a step that runs code of the project. */
export function tryRun<T>(
  file: string,
  cwd: string,
  step: () => T | Promise<T>,
): Promise<T | Unloaded> {
  return tryLoad(file, () => contained(cwd, step));
}

export const isUnloaded = (value: object): value is Unloaded => 'error' in value;

/** The finding about it, at the place that the error names, or else in the file as a whole. */
export function unloadedFindings(
  { file, error }: Unloaded,
  cwd: string,
  rules: RuleSettings = {},
): Found[] {
  const at = placeOf(error, cwd);
  // A connector may throw a text with a secret in it, such as a URL with a password.
  const why = redactText(causeText(error.cause) ?? '');
  const cause = why.replace(/(?:^defined at .*| \(at [^()]*\))$/, '') || undefined;
  const found = problem('', 'load-failed', { error: error.message, cause, hint: error.hint });
  return asFindings(load, [found], rules).map((finding) => ({ ...finding, file, ...at }));
}

/** The `file:line:column`, or the file alone, in the details of the error. */
function placeOf({ details }: SpmError, cwd: string): Partial<Pick<Found, 'file' | 'range'>> {
  const at = typeof details?.at === 'string' ? details.at : '';
  if (at === '') return {};
  const [, name = at, line, column] = /^(.*):(\d+):(\d+)$/s.exec(at) ?? [];
  const file = resolve(cwd, name);
  if (line === undefined) return { file };
  const start = { line: Number(line), column: Number(column) };
  return { file, range: { ...start, endLine: start.line, endColumn: start.column + 1 } };
}
