import { Chalk, type ChalkInstance } from 'chalk';

/** How a text is shown: its colours and its width. */
export interface Look {
  style: ChalkInstance;
  /** The width for text; null when nothing may be cut. */
  columns: number | null;
}

/** A file has no colours and no width. */
export const PLAIN: Look = { style: new Chalk({ level: 0 }), columns: null };
