/** What every command is made of. A command parses, calls, and returns data; it never prints. */

import type { Project } from '../config/locate.js';
import type { SettingKey } from '../config/settings.js';
import type { ValueSpec } from '../config/values.js';
import type { Logger } from '../connector/types.js';
import type { ExitName } from '../errors.js';
import type { Redactor } from '../runtime/security/redactor.js';
import type { Wait } from '../runtime/waits.js';

export type { LogLevel } from '../connector/types.js';

export type CommandGroup = 'start' | 'check' | 'shop' | 'sync' | 'serve' | 'operate';

export interface ArgumentSpec {
  /** As commander writes it: `<required>`, `[optional]`, `[many...]`. */
  syntax: string;
  description: string;
}

export interface OptionSpec extends ValueSpec {
  /** As commander writes it: `--full`, `--only <entities>`. Its variable follows from the command and it. */
  flags: string;
  description: string;
  default?: unknown;
  /** May be given several times. */
  repeatable?: boolean;
  /** It is this setting of the configuration, for one command line: it has its form and its variable. */
  setting?: SettingKey;
  /** Not read from the environment: for what must be meant each time it is done. */
  noEnv?: boolean;
}

export interface Example {
  command: string;
  description: string;
}

export interface CommandSpec {
  name: string;
  /** Whether a configuration file above the working directory concerns the command. Default true. */
  project?: boolean;
  /** Runs until it is stopped and reports events as they happen: NDJSON with `--json`. Some only with an option. */
  streaming?: boolean | ((options: Readonly<Record<string, unknown>>) => boolean);
  /** One sentence. */
  summary: string;
  /** Paragraphs for the command's own help. */
  description?: string;
  arguments?: readonly ArgumentSpec[];
  options?: readonly OptionSpec[];
  examples: readonly Example[];
}

export interface GlobalOptions {
  config?: string;
  cwd?: string;
  target?: string;
  store?: string;
  json: boolean;
  quiet: boolean;
  verbose: boolean;
  color: boolean;
  input: boolean;
}

/** Something to say beside the result: a warning, a finding. */
export interface Diagnostic {
  severity: 'error' | 'warning' | 'info';
  code: string;
  message: string;
  hint?: string;
  /** File and, where known, position. */
  place?: { file?: string; line?: number; column?: number; path?: string };
}

/** The result as a text of another form than people read it in. */
export interface Formatted {
  /** A format of the command, such as `sarif`. */
  format: string;
  /** What the format is made of, where that is more than the data of the report. */
  content?: unknown;
}

export interface ReportFile extends Formatted {
  /** Absolute. */
  path: string;
  /** It holds personal data or keys, and is its owner's alone. */
  isPrivate?: boolean;
}

export interface Report<D = unknown> {
  data: D;
  /** How the result is printed, where a command has several formats; absent: as people read it. `--json` wins. */
  print?: Formatted;
  /** Written before anything is printed. A file appears whole or not at all. */
  files?: readonly ReportFile[];
  /** Default `ok`. */
  exit?: Extract<ExitName, 'ok' | 'failed' | 'changes' | 'busy' | 'unavailable'>;
  /** The exit code of a command that was run for the person, handed on as it is; wins over `exit`. */
  exitCode?: number;
  diagnostics?: readonly Diagnostic[];
}

/** Tells people how long work is going. Silent with `--json` and `--quiet`. */
export interface Progress {
  start(label: string): void;
  /** `detail` is shown behind the label, such as `1,200 read · 340/s`. */
  update(detail: string): void;
  /** Ends it, leaving one line. */
  succeed(text?: string): void;
  fail(text?: string): void;
  /** Says what is waited for. `again` where it was said before. */
  waiting(wait: Wait, now: number, again: boolean): void;
}

/** Asks; only available when `interactive`. Rejects with the interruption when the person cancels. */
export interface Prompter {
  text(question: {
    message: string;
    initial?: string;
    validate?: (value: string) => string | undefined;
  }): Promise<string>;
  select<T extends string>(question: {
    message: string;
    options: { value: T; label: string; hint?: string }[];
    initial?: T;
  }): Promise<T>;
  /** Not shown while it is typed. */
  secret(question: { message: string }): Promise<string>;
  confirm(question: { message: string; initial?: boolean }): Promise<boolean>;
}

/** Everything a command gets: its input and the ways to reach the person. */
export interface Invocation {
  args: readonly string[];
  /** Options by their camel-case names, already read into their types. */
  options: Readonly<Record<string, unknown>>;
  globals: GlobalOptions;
  env: Readonly<Record<string, string | undefined>>;
  /** Absolute. */
  cwd: string;
  /** The configuration file that was found, if any, not yet evaluated. */
  project: Project;
  /** Whether something may be asked. */
  interactive: boolean;
  logger: Logger;
  /** Keeps secrets out of what is shown and stored; tell it those that the command comes to know. */
  redactor: Redactor;
  /** How the next command is to be started, such as `npx spm-connect`. */
  startedAs: string;
  /** Reports an event of a streaming command at once. */
  emit(data: { event: string }): Promise<void>;
  /** Shows data to the person before a question; nothing with `--json`. */
  preview(data: unknown): Promise<void>;
  /**
   * All that comes on standard input; null when that is a terminal, or when nothing at all came for `patienceMs`.
   */
  input(patienceMs?: number): Promise<string | null>;
  progress: Progress;
  prompt: Prompter;
  /** Aborted when the command has to end: by the first SIGINT or SIGTERM, a crash, or a reader that went away. */
  signal: AbortSignal;
  /** Whether it was SIGINT or SIGTERM. */
  interrupted: () => boolean;
}

export interface Command {
  spec: CommandSpec;
  run(invocation: Invocation): Promise<Report>;
}

export interface Subcommand {
  /** The second word of the line; the `name` of its spec and of its reports has both words. */
  name: string;
  summary: string;
  load(): Promise<Command>;
}

/** A command that is several, such as `installations list` and `installations add`. */
export interface CommandFamily {
  spec: Pick<CommandSpec, 'name' | 'summary' | 'description' | 'examples'>;
  /** In the order of the help. The first runs when the line names none. */
  subcommands: readonly [Subcommand, ...Subcommand[]];
}

export const isFamily = (loaded: Command | CommandFamily): loaded is CommandFamily =>
  'subcommands' in loaded;
