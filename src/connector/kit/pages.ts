import type { NumberedOptions } from '../pages.js';

/** Numbers pages from 1, as the kit does, unless the options name a token to start with. */
export function numberedFrom1<O extends object>(options: O): O & NumberedOptions {
  return 'start' in options ? options : { startPage: 1, ...options };
}
