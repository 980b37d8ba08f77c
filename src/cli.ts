/** argv -> command -> report -> rendered -> exit code. The only place that ends the process. */

import { setImmediate } from 'node:timers/promises';
import { CommanderError } from 'commander';
import { findCommandName, type Loaded, loadCommand } from './cli/lookup.js';
import { GLOBAL_OPTIONS, resolveGlobals } from './cli/options.js';
import { prepare } from './cli/prepare.js';
import { buildProgram, type Parsed } from './cli/program.js';
import { secretsOf } from './cli/secrets.js';
import { startedAs } from './cli/started-as.js';
import { listenForStops, type Stops } from './cli/stops.js';
import { usageError } from './cli/usage.js';
import type { Command, Invocation, Report } from './commands/types.js';
import { crashError, exitedError, stalledError } from './config/crash.js';
import { EXIT, SpmError } from './errors.js';
import { printOnStderr } from './output/console.js';
import { writeFiles } from './output/files.js';
import { flush, ignoreClosedPipes } from './output/pipes.js';
import { type JsonLayout, renderDoneBefore, renderError, renderReport } from './output/render.js';
import { openTerminal, type Terminal, withoutDelay } from './output/terminal.js';
import { ownVersion } from './own-files.js';
import { Redactor } from './runtime/security/redactor.js';

export async function main(argv: readonly string[] = process.argv.slice(2)): Promise<void> {
  let code: number | undefined;
  const end = (status: number) => {
    code = status;
    exit(status);
  };
  const stops = listenForStops(end);
  const redactor = new Redactor();
  redactor.learn(...secretsOf(process.env));
  // Only for errors before the line is parsed; then the real options follow.
  const view: View = {
    terminal: openTerminal(globalsOfUnparsed(argv), process.env, redactor, howStarted()),
    name: findCommandName(argv) ?? null,
    layout: 'document',
    stopCode: stops.exitCode,
  };
  printOnStderr((text) => view.terminal.writeErr(text));
  // Nobody reads further events, so a streaming command stops; other commands finish their work.
  ignoreClosedPipes(() => {
    if (view.layout === 'line') stops.stop();
  });
  const unfinished = (error: SpmError) =>
    fail({ ...view, terminal: withoutDelay(view.terminal) }, crashOf(stops) ?? error);
  process.on('beforeExit', () => end(code ?? unfinished(stalledError())));
  process.on('exit', (status) => {
    process.exitCode = code ?? unfinished(exitedError(status));
  });

  const ending = await runCommandLine(argv, view, stops);
  code = ending.handedOn ? ending.code : (stops.exitCode() ?? ending.code);
  await flush();
  if (ending.ok && stops.crash()) code = failLate(view, crashOf(stops));
  end(code);
}

/** How results and errors are shown. */
interface View {
  terminal: Terminal;
  name: string | null;
  layout: JsonLayout;
  /** The exit code for the signal that arrived, if one did. */
  stopCode(): number | undefined;
}

interface Ending {
  code: number;
  /** The report was printed. */
  ok: boolean;
  /** The code comes from a child process, so a signal does not replace it. */
  handedOn?: boolean;
}

async function runCommandLine(argv: readonly string[], view: View, stops: Stops): Promise<Ending> {
  try {
    const loaded = await loadCommand(argv);
    const { command } = loaded;
    view.name = command?.spec.name ?? view.name;
    if (command?.spec.streaming === true) view.layout = 'line';
    const parsed = parseLine(loaded, view.terminal);
    if (parsed === null || command === undefined) return { code: EXIT.ok, ok: true };
    const invocation = await prepare(parsed, command, stops, view.terminal);
    view.terminal = invocation.terminal;
    view.layout = layoutOf(command, invocation);
    const running = untilCrash(command.run(invocation), stops);
    const report = await running.finally(() => invocation.progress.shown());
    await writeFiles(view.terminal, parsed.command, report, stops.signal);
    await renderReport(view.terminal, parsed.command, report, view.layout);
    return { ...endingOf(report), ok: true };
  } catch (error) {
    const thrown = stops.signal.aborted && isAbort(error) ? interrupted() : error;
    const told = crashOf(stops) ?? thrown;
    await renderDoneBefore(view.terminal, told);
    return { code: fail(view, told), ok: false };
  }
}

function layoutOf({ spec: { streaming } }: Command, { options }: Invocation): JsonLayout {
  const streams = typeof streaming === 'function' ? streaming(options) : streaming;
  return streams ? 'line' : 'document';
}

/** Waits for the report, or for an uncaught error. */
async function untilCrash(running: Promise<Report>, stops: Stops): Promise<Report> {
  const report = await Promise.race([running, stops.overdue]);
  // Node reports an unhandled rejection only after the current turn of the event loop.
  await setImmediate();
  const crash = stops.crash();
  if (crash !== undefined) throw crash.thrown;
  return report;
}

function crashOf(stops: Stops): unknown {
  const crash = stops.crash();
  return crash && crashError(crash.thrown, process.cwd());
}

/** Shows the error; returns its exit code. */
function fail({ terminal, name, layout, stopCode }: View, thrown: unknown): number {
  renderError(terminal, name, thrown, layout, stopCode());
  return thrown instanceof SpmError ? EXIT[thrown.exit] : EXIT.internal;
}

/** The JSON document is already printed, so a later error is shown as text on stderr. */
function failLate(view: View, thrown: unknown): number {
  const { terminal } = view;
  const options = { ...terminal.options, json: false };
  return fail({ ...view, terminal: withoutDelay({ ...terminal, options }) }, thrown);
}

/** Lint replaces `process.exit` while it runs the code of a connector; a second signal ends the process all the same. */
const exit = process.exit.bind(process);

const howStarted = (): string => startedAs(process.argv[1], process.env);

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

function interrupted(): SpmError {
  return new SpmError('SPM_CANCELLED', 'Interrupted', {
    hint: 'Run the command again; it continues where it stopped, or starts over.',
  });
}

function endingOf({ exit = 'ok', exitCode }: Report): Omit<Ending, 'ok'> {
  return exitCode === undefined ? { code: EXIT[exit] } : { code: exitCode, handedOn: true };
}

/** Null when the line only asked for help or the version. */
function parseLine(loaded: Loaded, terminal: Terminal): Parsed | null {
  const { argv } = loaded;
  let parsed: Parsed | null = null;
  const program = buildProgram(
    ownVersion(),
    loaded,
    (result) => {
      parsed = result;
    },
    terminal,
  );
  try {
    program.parse(argv.length === 0 ? ['--help'] : argv, { from: 'user' });
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return null;
    throw usageError(thrown, loaded.command?.spec);
  }
  if (parsed === null)
    throw new SpmError('SPM_USAGE', 'No command was given', {
      hint: 'Run `spm-connect help` for the list of commands.',
    });
  return parsed;
}

/** The switches that decide how an error looks, read without a full parse of the line. */
function globalsOfUnparsed(argv: readonly string[]) {
  const options = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
  const given = Object.fromEntries(
    GLOBAL_OPTIONS.map(({ flags }) => flags.split(' ')[0] ?? '')
      .filter((flag) => options.includes(flag))
      .map((flag) => [flag.replace(/^--(no-)?/, ''), !flag.startsWith('--no-')]),
  );
  try {
    return resolveGlobals(given, process.env);
  } catch {
    return resolveGlobals(given, {});
  }
}
