/** A part of a text. Lines and columns count from 1; the end is behind the last character. */
export interface Range {
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}
