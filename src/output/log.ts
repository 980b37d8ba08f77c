/** Log lines for people, on stderr. */
import type { LogLevel } from '../commands/types.js';
import type { Terminal } from './terminal.js';

export interface LogLine {
  level: LogLevel;
  message: string;
  meta?: Record<string, unknown>;
  bindings?: Record<string, unknown>;
}

const RANK: Record<LogLevel, number> = { debug: 0, info: 1, warn: 2, error: 3 };

/** Warnings and errors always; the rest with `--verbose`; errors alone with `--quiet`. */
export function makeLogSink(terminal: Terminal): (line: LogLine) => void {
  const { quiet, verbose } = terminal.options;
  const threshold = verbose ? RANK.debug : quiet ? RANK.error : RANK.warn;
  const paint = {
    debug: terminal.err.dim,
    info: terminal.err.cyan,
    warn: terminal.err.yellow,
    error: terminal.err.red,
  };
  return ({ level, message, meta = {}, bindings = {} }) => {
    if (RANK[level] < threshold) return;
    const facts = { ...bindings, ...meta };
    const tail = Object.keys(facts).length ? ` ${terminal.err.dim(JSON.stringify(facts))}` : '';
    terminal.writeErr(`${paint[level](level)} ${message}${tail}\n`);
  };
}
