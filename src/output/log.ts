/** Log lines for people, on stderr. */
import type { LogLevel } from '../commands/types.js';
import { visible, visibleJson } from '../visible.js';
import type { Terminal } from './terminal.js';
import { hang } from './text.js';

export interface LogLine {
  level: LogLevel;
  message: string;
  meta?: Record<string, unknown>;
  bindings?: Record<string, unknown>;
}

const RANK: Record<LogLevel, number> = { debug: 0, info: 1, warn: 2, error: 3 };

/**
 * Shows warnings and errors; everything with `--verbose`; only errors with `--quiet`. The message has all that a
 * person needs; `--verbose` adds the metadata, and entries that the report repeats. When several shops
 * are synced, the line names the shop.
 */
export function makeLogSink(terminal: Terminal): (line: LogLine) => void {
  const { quiet, verbose } = terminal.options;
  const threshold = verbose ? RANK.debug : quiet ? RANK.error : RANK.warn;
  const { cyan, dim, red, yellow } = terminal.err;
  const paint = { debug: dim, info: cyan, warn: yellow, error: red };
  return ({ level, message, meta = {}, bindings = {} }) => {
    const { in_report, ...own } = meta;
    if (RANK[level] < threshold || (in_report === true && !verbose)) return;
    const facts = { ...bindings, ...own };
    const shop = typeof bindings.installation === 'string' ? `${bindings.installation}: ` : '';
    const shown = verbose && Object.keys(facts).length > 0 ? ` ${dim(visibleJson(facts))}` : '';
    const line = `${paint[level](level)} ${visible(shop + message)}${shown}`;
    terminal.writeErr(`${hang(line, terminal.errColumns).join('\n')}\n`);
  };
}
