import type { Finding } from '../plan/rule.js';
import type { Range } from '../syntax/range.js';

/** A finding on its way to the report. */
export interface Found extends Finding {
  /** Absolute. */
  file: string;
  range?: Range;
  fixture?: string;
}
