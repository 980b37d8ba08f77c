/** What reading a plan file gives. */

/** A stretch of a text; lines and columns count from 1, the end is behind the last character. */
export interface Range {
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

/** Something in the text that cannot be read. */
export interface SyntaxProblem {
  /** A sentence without a full stop. */
  message: string;
  hint?: string;
  at: Range;
}

export type PlanFormat = 'yaml' | 'json';

export interface ParsedPlanFile {
  /** What the file holds, of any shape; undefined when there are problems. */
  plan: unknown;
  /** In the order of the text; with any, the plan is not there. */
  problems: SyntaxProblem[];
  /**
   * Where `customData[0].fields[2].type` stands. What spans lines is found by its key; what is not there, by the nearest
   * part around it that is. With `ofKey`, where its key stands.
   */
  place(path: string, ofKey?: boolean): Range;
}
