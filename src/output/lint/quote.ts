/** A source line for people, with the marked part. */
import { visible } from '../../visible.js';
import { graphemes } from '../graphemes.js';
import { width } from '../text.js';

export interface Quote {
  text: string;
  /** Columns before the marked part. */
  before: number;
  /** Marked columns, at least one. */
  length: number;
}

const TAB = 4;

/**
 * @param from First marked character of the line, in UTF-16 units from 0.
 * @param to Position after the last marked character.
 * @param room Available columns, or null to keep the line whole.
 */
export function quote(source: string, from: number, to: number, room: number | null): Quote {
  const head = layOut(source.slice(0, from), 0);
  const before = width(head);
  const marked = layOut(source.slice(from, to), before);
  const length = Math.max(1, width(marked));
  const text = `${head}${marked}${layOut(source.slice(Math.max(from, to)), before + length)}`;
  const whole = { text, before, length };
  const shown = room === null ? whole : around(whole, room);
  return { ...shown, text: shown.text.trimEnd() };
}

/** Replaces tabs by spaces up to the next stop, for a text that starts in that column. */
function layOut(text: string, column: number): string {
  const [first = '', ...rest] = text.split('\t').map(visible);
  return rest.reduce((laidOut, part) => {
    const gap = TAB - ((column + width(laidOut)) % TAB);
    return laidOut + ' '.repeat(gap) + part;
  }, first);
}

/** The part around the marks; `…` replaces the rest. */
function around(whole: Quote, room: number): Quote {
  const { text, before, length } = whole;
  const end = width(text);
  // The marks can lie after the end of the text.
  const total = Math.max(end, before + length);
  if (total <= room) return whole;
  const wanted = Math.min(before - Math.floor(room / 3), total - room);
  const start = before + length < room ? 0 : Math.max(0, wanted);
  const left = start > 0 ? '…' : '';
  const right = start + room < end ? '…' : '';
  const kept = cut(text, start + left.length, start + room - right.length);
  const indent = before - start;
  return { text: left + kept + right, before: indent, length: Math.min(length, room - indent) };
}

/** The text in these columns; half of a wide character becomes a space. */
function cut(text: string, start: number, end: number): string {
  let kept = '';
  let column = 0;
  for (const segment of graphemes(text)) {
    const next = column + width(segment);
    if (column >= start && next <= end) kept += segment;
    else if (column < start && next > start) kept += ' '.repeat(next - start);
    column = next;
    if (column >= end) break;
  }
  return kept;
}
