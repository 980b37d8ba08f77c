/** Structured log entries, redacted before they reach the sink. The runtime itself never writes to a terminal. */
import type { Logger, LogLevel, LogMeta } from '../connector/types.js';
import { type RedactOptions, redact, redactText } from './security/redact.js';

export interface LogEntry {
  level: LogLevel;
  message: string;
  meta: LogMeta;
  bindings: LogMeta;
}

export type LogSink = (entry: LogEntry) => void;

export interface LoggerOptions {
  /** Takes each entry; none by default. */
  sink?: LogSink;
  /** Carried by every entry, such as `{ installation_id }`. */
  bindings?: LogMeta;
  /** Entries below it are dropped; default `debug`, which keeps all. */
  level?: LogLevel;
  /** Further key names and known secrets to redact. */
  redact?: RedactOptions;
}

const ORDER: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

export function createLogger(options: LoggerOptions = {}): Logger {
  const { sink = () => {}, bindings = {}, level: lowest = 'debug' } = options;
  const clean = (meta: LogMeta) => redact(meta, options.redact) as LogMeta;
  const bound = clean(bindings);
  const log =
    (level: LogLevel) =>
    (message: string, meta: LogMeta = {}) => {
      if (ORDER[level] < ORDER[lowest]) return;
      const text = redactText(message, options.redact);
      sink({ level, message: text, meta: clean(meta), bindings: bound });
    };
  return {
    debug: log('debug'),
    info: log('info'),
    warn: log('warn'),
    error: log('error'),
    child: (more) => createLogger({ ...options, bindings: { ...bindings, ...more } }),
  };
}
