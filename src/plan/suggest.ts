import { nearest } from '../nearest.js';

/**
 * The maximum number of name pairs that one rule compares: a broken plan of 10,000 definitions must not take minutes.
 */
const MAX_PAIRS = 50_000;

/** `nearest` for many words; stops suggesting when all comparisons together would take too long. */
export function suggester(): (word: string, candidates: readonly string[]) => string | undefined {
  let left = MAX_PAIRS;
  return (word, candidates) => {
    if (candidates.length > left) return undefined;
    left -= candidates.length;
    return nearest(word, candidates);
  };
}
