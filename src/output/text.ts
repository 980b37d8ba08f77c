/** Small pure pieces of text that several renderers share. */
import stringWidth from 'fast-string-width';
import { number } from '../digits.js';
import { visible } from '../visible.js';
import { graphemes } from './graphemes.js';

export { number };

/** The width of a text in columns: styles have no width, wide characters have two. */
export const width = (text: string): number => stringWidth(text);

/** On one line, with single spaces. */
export const onOneLine = (text: string): string => visible(text.replace(/\s+/g, ' ').trim());

export function count(n: number, singular: string, plural = `${singular}s`): string {
  return `${number(n)} ${n === 1 ? singular : plural}`;
}

/** `orders`, or `visits/paris` for a source. */
export const stepName = (step: { entity: string; source_key: string }): string =>
  step.source_key === '' ? step.entity : `${step.entity}/${step.source_key}`;

/** `850 ms`, `12.3 s`, `4 min 5 s`, `3 h 2 min` */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${minutes} min ${Math.floor((ms % 60_000) / 1000)} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** `3 min 2 s ago (2026-01-01T00:00:00.000Z)`, as people and machines both can read it. */
export function moment(iso: string | null, nowIso: string): string {
  if (iso === null) return 'never';
  const age = Date.parse(nowIso) - Date.parse(iso);
  return age >= 0 ? `${duration(age)} ago (${iso})` : `in ${duration(-age)} (${iso})`;
}

/** Like `moment`, for a planned time: `due` once it has passed. */
export function planned(iso: string, nowIso: string): string {
  return Date.parse(iso) <= Date.parse(nowIso) ? `due (${iso})` : moment(iso, nowIso);
}

/**
 * A time in a table: relative on a terminal, whose reader is there now; otherwise the date, because a file is read
 * later. `columns` is null without a terminal.
 */
export function tableTime(iso: string | null, nowIso: string, columns: number | null): string {
  if (iso === null) return 'never';
  return columns === null ? iso : roughly(Date.parse(nowIso) - Date.parse(iso));
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;

/** `just now`, `5 min ago`, `in 3 h`: only the largest unit. */
function roughly(age: number): string {
  const [unit, ms] = UNITS.find(([, size]) => Math.abs(age) >= size) ?? ['s', 1_000];
  const amount = Math.floor(Math.abs(age) / ms);
  if (amount === 0) return 'just now';
  return age > 0 ? `${number(amount)} ${unit} ago` : `in ${number(amount)} ${unit}`;
}

/** Cuts the middle out of a text that is too wide, because names often differ at their end. */
export function cut(text: string, columns: number): string {
  if (width(text) <= columns) return text;
  const parts = [...graphemes(text)];
  const head: string[] = [];
  const tail: string[] = [];
  let left = columns - 1;
  while (parts.length > 0) {
    const fromHead = width(head.join('')) <= width(tail.join(''));
    const next = (fromHead ? parts.shift() : parts.pop()) ?? '';
    left -= width(next);
    if (left < 0) break;
    if (fromHead) head.push(next);
    else tail.unshift(next);
  }
  return `${head.join('')}…${tail.join('')}`;
}

/** The line below a list that is not complete. */
export const shownOf = (shown: number, total: number): string[] =>
  shown < total ? ['', `${number(shown)} of ${number(total)} shown; use --limit to see more.`] : [];

export const indent = (lines: readonly string[], by = 2): string[] =>
  lines.map((line) => (line === '' ? '' : ' '.repeat(by) + line));

/** Lines of whole words within that many columns; a longer word has its own line. */
export const wrap = (text: string, columns: number): string[] =>
  fill(text.split(' '), columns, columns);

/**
 * Splits into words. A command in backticks is one word, so that it can be copied from the terminal.
 */
const WORD = /(?:`[^`]*`|[^\s`]|`)+/g;

/**
 * Wraps a line to a terminal; further lines are indented more. `columns` is null without a
 * terminal, so that the line stays whole.
 */
export function hang(line: string, columns: number | null, by = 2): string[] {
  if (columns === null || width(line) <= columns) return [line];
  const margin = line.length - line.trimStart().length;
  const room = columns - margin;
  const [first = '', ...rest] = fill(line.match(WORD) ?? [], room, room - by);
  return [...indent([first], margin), ...indent(rest, margin + by)];
}

function fill(words: readonly string[], first: number, others: number): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    const room = lines.length === 1 ? first : others;
    if (last === undefined || width(last) + 1 + width(word) > room) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
