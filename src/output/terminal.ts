/** The terminal as the rest of output sees it: two streams, and what they can show. */
import { Chalk, type ChalkInstance } from 'chalk';
import type { Redactor } from '../runtime/security/redactor.js';
import type { SafeText } from '../safe.js';
import { writeAtOnce, writeTo } from './pipes.js';

export interface OutputOptions {
  json: boolean;
  quiet: boolean;
  verbose: boolean;
  /** False with `--no-color`. */
  color: boolean;
}

export interface Terminal {
  readonly options: OutputOptions;
  /** Styles for stdout. */
  readonly out: ChalkInstance;
  /** Styles for stderr. */
  readonly err: ChalkInstance;
  /** Whether a spinner may move on stderr. */
  readonly animated: boolean;
  /** Columns to lay text out in, or null where nothing may be cut (no terminal). */
  readonly columns: number | null;
  /** Cleans whatever is written. */
  readonly redactor: Redactor;
  /** Text for people, on stdout. */
  writeOut(text: string): void;
  /** Text for people, on stderr. */
  writeErr(text: string): void;
  /** What a program reads, on stdout: made of data that the redactor has cleaned, since JSON is no running text. */
  writeDocument(text: SafeText): void;
}

type Env = Readonly<Record<string, string | undefined>>;

/** `NO_COLOR` and `--no-color` win over `FORCE_COLOR`, which wins over what the stream is. */
function colorLevel(stream: NodeJS.WriteStream, options: OutputOptions, env: Env): 0 | 1 {
  if (!options.color || options.json || env.NO_COLOR) return 0;
  if (env.FORCE_COLOR !== undefined) return ['0', 'false'].includes(env.FORCE_COLOR) ? 0 : 1;
  return stream.isTTY && !env.CI && env.TERM !== 'dumb' ? 1 : 0;
}

export function openTerminal(options: OutputOptions, env: Env, redactor: Redactor): Terminal {
  const { stdout, stderr } = process;
  return {
    options,
    out: new Chalk({ level: colorLevel(stdout, options, env) }),
    err: new Chalk({ level: colorLevel(stderr, options, env) }),
    animated: Boolean(stderr.isTTY) && !env.CI && !options.json && !options.quiet,
    columns: stdout.isTTY ? (stdout.columns ?? 80) : null,
    redactor,
    writeOut: (text) => writeTo(stdout, redactor.hide(text)),
    writeErr: (text) => writeTo(stderr, redactor.hide(text)),
    writeDocument: (text) => writeTo(stdout, text),
  };
}

/** The same, written before each call returns: for a process that is about to end. */
export function withoutDelay(terminal: Terminal): Terminal {
  const { redactor } = terminal;
  return {
    ...terminal,
    writeOut: (text) => writeAtOnce(process.stdout, redactor.hide(text)),
    writeErr: (text) => writeAtOnce(process.stderr, redactor.hide(text)),
    writeDocument: (text) => writeAtOnce(process.stdout, text),
  };
}
