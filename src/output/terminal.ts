/** The terminal as the rest of output sees it: two streams, and what they can show. */
import { Chalk, type ChalkInstance } from 'chalk';

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
  writeOut(text: string): void;
  writeErr(text: string): void;
}

type Env = Readonly<Record<string, string | undefined>>;

/** `NO_COLOR` and `--no-color` win over `FORCE_COLOR`, which wins over what the stream is. */
function colorLevel(stream: NodeJS.WriteStream, options: OutputOptions, env: Env): 0 | 1 {
  if (!options.color || options.json || env.NO_COLOR) return 0;
  if (env.FORCE_COLOR !== undefined) return ['0', 'false'].includes(env.FORCE_COLOR) ? 0 : 1;
  return stream.isTTY && !env.CI && env.TERM !== 'dumb' ? 1 : 0;
}

export function openTerminal(options: OutputOptions, env: Env): Terminal {
  const { stdout, stderr } = process;
  return {
    options,
    out: new Chalk({ level: colorLevel(stdout, options, env) }),
    err: new Chalk({ level: colorLevel(stderr, options, env) }),
    animated: Boolean(stderr.isTTY) && !env.CI && !options.json && !options.quiet,
    columns: stdout.isTTY ? (stdout.columns ?? 80) : null,
    writeOut: (text) => void stdout.write(text),
    writeErr: (text) => void stderr.write(text),
  };
}

/** Resolves when everything written has left the process, so that an exit cuts nothing. */
export async function flush(): Promise<void> {
  const drained = (stream: NodeJS.WriteStream) =>
    new Promise<void>((resolve) => stream.write('', () => resolve()));
  await Promise.all([drained(process.stdout), drained(process.stderr)]);
}

/** A reader that went away (`| head`) is not an error of ours: stop quietly, as other tools do. */
export function endQuietlyOnClosedPipe(end: (code: number) => void): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') end(0);
      else throw error;
    });
  }
}
