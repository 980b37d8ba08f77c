import type { Terminal } from '../terminal.js';

/** Lines of the result, for stdout, and of what went wrong on the way to it, for stderr. */
export interface Rendered {
  out: string[];
  err: string[];
}

/** Gets texts that are visible and on one line. Only the result where there is nothing else to say. */
export type Renderer<D = unknown> = (data: D, terminal: Terminal) => string[] | Rendered;
