/** Random choices by a seed number: the same number makes the same choices. */

export interface Random {
  /** An integer from `least` to `most`, inclusive. */
  int(least: number, most: number): number;
  pick<T>(from: readonly [T, ...T[]]): T;
  /** True with the probability `share`. */
  chance(share: number): boolean;
}

/** Mulberry32: 32 bits of state, good enough for shop data. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return {
    int,
    pick: (from) => from[int(0, from.length - 1)] ?? from[0],
    chance: (share) => next() < share,
  };
}
