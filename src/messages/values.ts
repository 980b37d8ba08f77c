/** Problems of single values, at any place. */
import { EXPECTED, type Expected } from './expected.js';
import { didYouMean, listed, quoted, say } from './sentence.js';

export interface Choice {
  known: readonly string[];
  suggestion?: string | undefined;
}

export const VALUES = {
  'wrong-type': (
    { expected, written }: { expected: Expected; written?: string | undefined },
    it: string,
  ) =>
    written === undefined
      ? `${it} must be ${EXPECTED[expected]}`
      : say(
          `${it} must be ${EXPECTED[expected]}, but ${written} is not`,
          `Write it in quotes: ${quoted(written)}.`,
        ),
  missing: ({ expected }: { expected: Expected }, it: string) =>
    `${it} is missing: it must be ${EXPECTED[expected]}`,
  'not-one-of': ({ known, suggestion }: Choice, it: string) =>
    say(
      `${it} must be ${listed(
        known.map((one) => `'${one}'`),
        'or',
      )}`,
      didYouMean(suggestion),
    ),
  duplicate: ({ name, of, first }: { name: string; of: string; first: string }) =>
    `"${name}" is already the ${of} of ${first}`,
  'listed-twice': ({ name }: { name: string }) => `"${name}" is listed twice`,
  unreadable: ({ reason }: { reason: string }, it: string) => `${it} cannot be read: ${reason}`,
  'unknown-keys': (
    { keys, known, suggestion }: Choice & { keys: readonly string[] },
    _it: string,
  ) =>
    say(
      keys.length === 1
        ? `unknown key ${quoted(keys[0] ?? '')}`
        : `unknown keys ${listed(keys.map(quoted))}`,
      keys.length === 1 && suggestion !== undefined
        ? didYouMean(suggestion)
        : `The keys here are ${known.join(', ')}.`,
    ),
  'unknown-type': ({ type, of, known, suggestion }: Choice & { type: string; of: string }) =>
    say(
      `"${type}" is not ${/^[aeiou]/.test(of) ? 'an' : 'a'} ${of} type`,
      suggestion === undefined
        ? `The ${of} types are ${known.join(', ')}.`
        : `Write "${suggestion}".`,
    ),
};
