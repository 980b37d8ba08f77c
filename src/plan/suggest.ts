import { didYouMean } from '../nearest.js';

/** How many pairs of names one rule may compare: a broken plan of 10,000 definitions must not take minutes. */
const MAX_PAIRS = 50_000;

/** `didYouMean` for many words; gives no more hints when the comparisons would add up to too many. */
export function suggester(): (word: string, candidates: readonly string[]) => string | undefined {
  let left = MAX_PAIRS;
  return (word, candidates) => {
    if (candidates.length > left) return undefined;
    left -= candidates.length;
    return didYouMean(word, candidates);
  };
}
