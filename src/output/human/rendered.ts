import type { Terminal } from '../terminal.js';

/** Lines of the result, for stdout, and of errors and warnings, for stderr. */
export interface Rendered {
  out: string[];
  err: string[];
}

/** Gets escaped texts on one line each. Returns only lines for stdout if there are no errors. */
export type Renderer<D = unknown> = (data: D, terminal: Terminal) => string[] | Rendered;
