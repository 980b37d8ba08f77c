/** Structured log entries, redacted before they reach the sink. The runtime itself never writes to a terminal. */
import type { Logger, LogLevel, LogMeta } from '../connector/types.js';
import { Redactor } from './security/redactor.js';

export interface LogEntry {
  level: LogLevel;
  message: string;
  meta: LogMeta;
  bindings: LogMeta;
}

export type LogSink = (entry: LogEntry) => void;

export interface LoggerOptions {
  /** Receives each entry; by default nothing does. */
  sink?: LogSink;
  /** Carried by every entry, such as `{ installation_id }`. */
  bindings?: LogMeta;
  /** Entries below this level are dropped; default `debug`, which keeps all. */
  level?: LogLevel;
  /** Hides secrets; the default one only hides texts that look like secrets. */
  redactor?: Redactor;
}

const ORDER: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

export function createLogger(options: LoggerOptions = {}): Logger {
  const { sink = () => {}, bindings = {}, level: lowest = 'debug' } = options;
  const { redactor = new Redactor() } = options;
  const log =
    (level: LogLevel) =>
    (message: string, meta: LogMeta = {}) => {
      if (ORDER[level] < ORDER[lowest]) return;
      sink({
        level,
        message: redactor.line(message),
        meta: redactor.facts(meta),
        bindings: redactor.facts(bindings),
      });
    };
  return {
    debug: log('debug'),
    info: log('info'),
    warn: log('warn'),
    error: log('error'),
    child: (more) => createLogger({ ...options, bindings: { ...bindings, ...more } }),
  };
}
