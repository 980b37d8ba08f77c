import type { NumberedOptions } from '../pages.js';

/** Options that make pages numbered from 1, as in the kit, unless they name a token to start with. */
export function numberedFrom1<O extends object>(options: O): O & NumberedOptions {
  return 'start' in options ? options : { startPage: 1, ...options };
}
