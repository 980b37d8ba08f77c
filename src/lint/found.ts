import type { Finding } from '../plan/rule.js';
import type { Range } from '../plan-file/types.js';

/** A finding on its way to the report. */
export interface Found extends Finding {
  /** Absolute. */
  file: string;
  range?: Range;
  fixture?: string;
}
