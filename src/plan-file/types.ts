/** The result of reading a plan file. */
import type { Message } from '../messages/index.js';
import type { Range } from '../syntax/range.js';

/** A mistake in the syntax of the text. */
export interface SyntaxProblem extends Message {
  at: Range;
}

export type PlanFormat = 'yaml' | 'json';

export interface ParsedPlanFile {
  /** The content of the file, of any type; undefined if there are problems. */
  plan: unknown;
  /** In the order of the text. */
  problems: SyntaxProblem[];
  /**
   * The place of `customData[0].fields[2].type`, or of its key with `ofKey`. A value of several lines has the place of its
   * key, and a missing one the place of the nearest part around it.
   */
  place(path: string, ofKey?: boolean): Range;
  /** How the file writes the single value at a path, such as `007`, or its key; undefined if there is none. */
  written(path: string, ofKey?: boolean): string | undefined;
}
