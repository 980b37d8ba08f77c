import { SpmError } from '../errors.js';

/** Something wrong with what an author wrote, at a place inside it. */
export interface Problem {
  /** Such as `syncSteps[2].entity`; empty for the whole. */
  path: string;
  /** What is wrong, in a sentence without a full stop. */
  message: string;
  /** What to do about it. */
  hint?: string;
}

/** The problem with a hint, where there is one. */
export function hinted<P extends Problem>(problem: P, hint: string | undefined): P {
  return hint === undefined ? problem : { ...problem, hint };
}

/** One line a problem, as errors and reports show it. */
export function problemText(problem: Problem): string {
  const text = problem.path === '' ? problem.message : `${problem.path}: ${problem.message}`;
  return problem.hint === undefined ? text : `${text}. ${problem.hint}`;
}

/** The error that tells about all of them at once; they are in `details.problems` as data. */
export function invalidError(
  code: 'SPM_CONNECTOR_INVALID' | 'SPM_PLAN_INVALID',
  what: string,
  problems: readonly Problem[],
): SpmError {
  const message = `${what} is not valid: ${problems.map(problemText).join('; ')}`;
  return new SpmError(code, message, {
    hint: 'Correct what is named; `spm-connect lint` checks it without a network.',
    details: { problems },
  });
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value of any kind is one of these words. */
export function isOneOf(value: unknown, words: readonly string[]): value is string {
  return typeof value === 'string' && words.includes(value);
}
