/** Repeatable chance: the same seed gives the same numbers. */

/**
 * Numbers from 0 up to, but not including, 1. Different values of `stream` give independent generators for one seed.
 * Algorithm: mulberry32.
 */
export function seededRandom(seed: number, stream = 0): () => number {
  let state = mix((seed % 2 ** 32) ^ mix(Math.floor(seed / 2 ** 32)) ^ mix(stream + 1));
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Spreads close numbers over all 32 bits, so that seeds 1 and 2 have nothing in common. */
function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
