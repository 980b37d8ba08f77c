/** The types of a command. A command reads its options, calls one function and returns data; it never prints. */

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
  /** In commander's notation: `<required>`, `[optional]`, `[many...]`. */
  syntax: string;
  description: string;
}

export interface OptionSpec extends ValueSpec {
  /** In commander's notation: `--full`, `--only <entities>`. The name of its variable follows from the command and the flag. */
  flags: string;
  description: string;
  default?: unknown;
  /** May be given several times. */
  repeatable?: boolean;
  /** The option overrides this setting of the configuration and has its format and its variable. */
  setting?: SettingKey;
  /** Not read from the environment, so that a user confirms it each time. */
  noEnv?: boolean;
}

export interface Example {
  command: string;
  description: string;
}

export interface CommandSpec {
  name: string;
  /** Whether the command uses a configuration file from a parent folder. Default true. */
  project?: boolean;
  /** Whether the command runs until it is stopped and reports events as they happen (NDJSON with `--json`). */
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

/** A message in addition to the result, such as a warning. */
export interface Diagnostic {
  severity: 'error' | 'warning' | 'info';
  code: string;
  message: string;
  hint?: string;
  /** File and, where known, position. */
  place?: { file?: string; line?: number; column?: number; path?: string };
}

/** The result in one of the command's formats. */
export interface Formatted {
  /** A format of the command, such as `sarif`. */
  format: string;
  /** The content of the format; absent when the data of the report is enough. */
  content?: unknown;
}

export interface ReportFile extends Formatted {
  /** Absolute. */
  path: string;
  /** The file contains personal data or keys; only its owner may read it. */
  isPrivate?: boolean;
}

export interface Report<D = unknown> {
  data: D;
  /** The format to print; absent for the usual output. `--json` wins. */
  print?: Formatted;
  /** Files to write before anything is printed. A file is written completely or not at all. */
  files?: readonly ReportFile[];
  /** Default `ok`. */
  exit?: Extract<ExitName, 'ok' | 'failed' | 'changes' | 'busy' | 'unavailable'>;
  /** The exit code of a child process, returned unchanged; wins over `exit`. */
  exitCode?: number;
  diagnostics?: readonly Diagnostic[];
}

/** Shows people the progress of long work. Silent with `--json` and `--quiet`. */
export interface Progress {
  start(label: string): void;
  /** `detail` is shown after the label, such as `1,200 read · 340/s`. */
  update(detail: string): void;
  /** Ends the progress and leaves one line. */
  succeed(text?: string): void;
  fail(text?: string): void;
  /** Reports a wait. `again` means that the same wait was reported before. */
  waiting(wait: Wait, now: number, again: boolean): void;
  /** Resolves when everything is shown: the spinner is loaded at its first use. */
  shown(): Promise<void>;
}

/** Asks the user; only available when `interactive`. Rejects with SPM_CANCELLED when the user cancels. */
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

/** The input of a command, and its ways to talk to the user. */
export interface Invocation {
  args: readonly string[];
  /** Options by their camel-case names, already parsed. */
  options: Readonly<Record<string, unknown>>;
  globals: GlobalOptions;
  env: Readonly<Record<string, string | undefined>>;
  /** Absolute. */
  cwd: string;
  /** The configuration file that was found, if any. It is not evaluated yet. */
  project: Project;
  /** Whether the command may ask the user. */
  interactive: boolean;
  logger: Logger;
  /** Hides secrets in output and stored text; a command tells it every secret that it learns. */
  redactor: Redactor;
  /** How to start the next command, such as `npx spm-connect`. */
  startedAs: string;
  /** Reports an event of a streaming command at once. */
  emit(data: { event: string }): Promise<void>;
  /** Shows data to the user before a question; does nothing with `--json`. */
  preview(data: unknown): Promise<void>;
  /**
   * The text on standard input, of at most `mostBytes` (default 64 KiB); null for a terminal, or if nothing came for
   * `patienceMs`.
   */
  input(patienceMs?: number, mostBytes?: number): Promise<string | null>;
  progress: Progress;
  prompt: Prompter;
  /** Aborted when the command must end: after the first SIGINT or SIGTERM, a crash, or a closed output pipe. */
  signal: AbortSignal;
  /** Whether SIGINT or SIGTERM ended the command. */
  interrupted: () => boolean;
}

export interface Command {
  spec: CommandSpec;
  run(invocation: Invocation): Promise<Report>;
}

export interface Subcommand {
  /** The second word of the command; the `name` in its spec and reports has both words. */
  name: string;
  summary: string;
  load(): Promise<Command>;
}

/** A command with subcommands, such as `installations list` and `installations add`. */
export interface CommandFamily {
  spec: Pick<CommandSpec, 'name' | 'summary' | 'description' | 'examples'>;
  /** In the order of the help. The first one is the default. */
  subcommands: readonly [Subcommand, ...Subcommand[]];
}

export const isFamily = (loaded: Command | CommandFamily): loaded is CommandFamily =>
  'subcommands' in loaded;
