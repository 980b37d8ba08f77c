/** The terminal for the rest of output: two streams, and their capabilities. */
import { Chalk, type ChalkInstance } from 'chalk';
import type { Redactor } from '../runtime/security/redactor.js';
import type { SafeText } from '../safe.js';
import { type Allowed, visibleParts } from '../visible.js';
import { withCommands } from './commands.js';
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
  /** The width of stdout in columns; null without a terminal, where nothing may be cut. */
  readonly columns: number | null;
  /** The width of stderr in columns; null without a terminal. */
  readonly errColumns: number | null;
  /** Redacts all written text. */
  readonly redactor: Redactor;
  /** How to start the next command, such as `npx spm-connect`. */
  readonly startedAs: string;
  /** Text for people, on stdout. All control sequences except colours are escaped. */
  writeOut(text: string): void;
  /** Text for people, on stderr. */
  writeErr(text: string): void;
  /**
   * Text for programs, on stdout. The redactor has cleaned its data, because rules for running text would break
   * JSON. `commands`: the text consists of commands for a CI.
   */
  writeDocument(text: SafeText, commands?: boolean): void;
}

type Env = Readonly<Record<string, string | undefined>>;

/** `NO_COLOR` and `--no-color` win over `FORCE_COLOR`, which wins over the kind of the stream. */
function colorLevel(stream: NodeJS.WriteStream, options: OutputOptions, env: Env): 0 | 1 {
  if (!options.color || options.json || env.NO_COLOR) return 0;
  if (env.FORCE_COLOR !== undefined) return ['0', 'false'].includes(env.FORCE_COLOR) ? 0 : 1;
  return stream.isTTY && !env.CI && env.TERM !== 'dumb' ? 1 : 0;
}

const columnsOf = ({ isTTY, columns }: NodeJS.WriteStream): number | null =>
  isTTY ? (columns ?? 80) : null;

export function openTerminal(
  options: OutputOptions,
  env: Env,
  redactor: Redactor,
  startedAs = 'spm-connect',
): Terminal {
  const { stdout, stderr } = process;
  const out = new Chalk({ level: colorLevel(stdout, options, env) });
  const err = new Chalk({ level: colorLevel(stderr, options, env) });
  return {
    options,
    out,
    err,
    animated: Boolean(stderr.isTTY) && !env.CI && !options.json && !options.quiet,
    columns: columnsOf(stdout),
    errColumns: columnsOf(stderr),
    redactor,
    startedAs,
    ...writers({ out, err, redactor, startedAs }, writeTo),
  };
}

/** The only way to the streams. */
function writers(
  { out, err, redactor, startedAs }: Pick<Terminal, 'out' | 'err' | 'redactor' | 'startedAs'>,
  write: (stream: NodeJS.WriteStream & { fd: number }, text: string) => void,
): Pick<Terminal, 'writeOut' | 'writeErr' | 'writeDocument'> {
  const { stdout, stderr } = process;
  const onOut = { styles: out.level > 0 };
  const shown = (text: string) => redactor.hide(withCommands(text, startedAs));
  const writeAll = (stream: NodeJS.WriteStream & { fd: number }, text: string, how: Allowed) => {
    for (const part of visibleParts(text, how)) write(stream, part);
  };
  return {
    writeOut: (text) => writeAll(stdout, shown(text), onOut),
    writeErr: (text) => writeAll(stderr, shown(text), { styles: err.level > 0 }),
    writeDocument: (text, commands = false) => writeAll(stdout, text, { ...onOut, commands }),
  };
}

/** The terminal with writes that finish before the call returns, for a process that is about to end. */
export function withoutDelay(terminal: Terminal): Terminal {
  return { ...terminal, ...writers(terminal, writeAtOnce) };
}
