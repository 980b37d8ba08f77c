import type { Look } from '../look.js';
import { width } from '../text.js';

export type Style = Look['style'];

/** What a terminal has at least. */
export const COLUMNS = 80;

/** Texts longer than this do not push the rest of the others aside. */
const LONGEST = 28;

/** The width of a column that holds these. */
export function columnOf(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, Math.min(width(text), LONGEST)), 0);
}

export function fill(text: string, size: number): string {
  return text + ' '.repeat(Math.max(0, size - width(text)));
}
