/** The parts that are unknown without running the code. */
import type { GapCode } from '../../messages/index.js';
import type { SourcePlace } from '../../plan/rule.js';

export type { GapCode };

/** A place where reading ends. */
export interface Gap {
  code: GapCode;
  at: SourcePlace;
  /** A detail, such as the name of the package. */
  detail?: string;
}
