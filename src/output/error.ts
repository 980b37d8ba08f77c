/** An error for people: what failed, why, what to do. */
import type { ChalkInstance } from 'chalk';
import { visible, visibleLines } from '../visible.js';
import type { ErrorDocument } from './envelope.js';
import { hang, indent } from './text.js';

export function errorLines(
  error: ErrorDocument,
  style: ChalkInstance,
  columns: number | null,
): string[] {
  return [
    `${style.red.bold('error')} ${visible(error.message)} ${style.dim(`[${error.code}]`)}`,
    ...labelled('cause', error.cause, style),
    ...labelled('hint', error.hint, style),
  ]
    .flatMap((line) => hang(line, columns))
    .concat(stackLines(error));
}

const stackLines = ({ stack }: ErrorDocument): string[] =>
  stack === undefined ? [] : ['', ...visibleLines(stack)];

/** A label and its text; further lines are indented below it. */
function labelled(label: string, text: string | null, style: ChalkInstance): string[] {
  if (text === null || text === '') return [];
  const [first = '', ...rest] = visibleLines(text);
  return [`  ${style.bold(`${label}:`)} ${first}`, ...indent(rest, label.length + 4)];
}
