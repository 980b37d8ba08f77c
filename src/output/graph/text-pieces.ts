import type { Look } from '../look.js';
import { width } from '../text.js';

export type Style = Look['style'];

/** The minimum width of a terminal. */
export const COLUMNS = 80;

/** Texts that are longer than this do not widen the column of the others. */
const LONGEST = 28;

/** The width of a column with these texts. */
export function columnOf(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, Math.min(width(text), LONGEST)), 0);
}

export function fill(text: string, size: number): string {
  return text + ' '.repeat(Math.max(0, size - width(text)));
}
