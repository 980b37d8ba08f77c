import { SpmError } from '../errors.js';
import {
  type ArgsOf,
  type Message,
  type MessageCode,
  message,
  placedSentence,
  type Sentence,
  sentenceOf,
} from '../messages/index.js';

/** A mistake at a place in an author's code or file. */
export interface Problem extends Message {
  /** Such as `syncSteps[2].entity`; empty for the whole value. */
  path: string;
}

export function problem<C extends MessageCode>(path: string, code: C, args: ArgsOf<C>): Problem {
  return { path, ...message(code, args) };
}

/** The sentence about a problem, without its place. */
export function problemSentence(problem: Problem): Sentence {
  return sentenceOf(problem, nameAt(problem.path));
}

/** The last key of a path, with an index behind it: `options[1]` for `fields[0].options[1]`. */
function nameAt(path: string): string {
  const name = /[^.[\]]+(?:\[\d+\])*$/.exec(path)?.[0] ?? path;
  return name === '' ? 'the file' : `\`${name}\``;
}

/** One line per problem, with its place, as errors show it. */
export function problemText(problem: Problem): string {
  const { message, hint } = placedSentence(problem, problem.path);
  return hint === undefined ? message : `${message}. ${hint}`;
}

/** An error that lists all problems; `details.problems` has them as data. */
export function invalidError(
  code: 'SPM_CONNECTOR_INVALID' | 'SPM_PLAN_INVALID',
  what: string,
  problems: readonly Problem[],
): SpmError {
  const text = `${what} is not valid: ${problems.map(problemText).join('; ')}`;
  return new SpmError(code, text, {
    hint: 'Correct these problems; `spm-connect lint` finds them without a network.',
    details: { problems: problems.map((one) => ({ ...one, ...problemSentence(one) })) },
  });
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value is one of these words. */
export function isOneOf(value: unknown, words: readonly string[]): value is string {
  return typeof value === 'string' && words.includes(value);
}
