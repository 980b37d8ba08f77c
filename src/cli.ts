/** argv -> command -> report -> rendered -> exit code. The only place that ends the process. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CommanderError } from 'commander';
import { GLOBAL_OPTIONS, resolveGlobals, resolveOptions, settleLoudness } from './cli/options.js';
import { buildProgram, findCommandName, type Parsed } from './cli/program.js';
import { unknownCommand, usageError } from './cli/usage.js';
import { COMMANDS } from './commands/index.js';
import type { Command, GlobalOptions, Invocation, Report } from './commands/types.js';
import { EXIT, SpmError } from './errors.js';
import { makeLogSink } from './output/log.js';
import { makeProgress } from './output/progress.js';
import { makePrompter } from './output/prompts.js';
import { type JsonLayout, renderError, renderPreview, renderReport } from './output/render.js';
import { endQuietlyOnClosedPipe, flush, openTerminal, type Terminal } from './output/terminal.js';

export async function main(argv: readonly string[] = process.argv.slice(2)): Promise<void> {
  const stop = listenForSignals();
  endQuietlyOnClosedPipe((code) => process.exit(code));
  const { code, handedOn } = await runCommandLine(argv, stop.signal);
  await flush();
  process.exit(handedOn ? code : (stop.exitCode() ?? code));
}

interface Ending {
  code: number;
  /** The code is that of another program: a signal does not replace it. */
  handedOn?: boolean;
}

async function runCommandLine(argv: readonly string[], signal: AbortSignal): Promise<Ending> {
  // Good enough to print the first errors with; the real globals follow once the line is parsed.
  let terminal = openTerminal(globalsOfUnparsed(argv), process.env);
  const name = findCommandName(argv) ?? null;
  let layout: JsonLayout = 'document';
  try {
    const loaded = await loadCommand(name);
    if (loaded?.command.spec.streaming) layout = 'line';
    const parsed = parseLine(argv, loaded, terminal);
    if (parsed === null || loaded === null) return { code: EXIT.ok };
    const invocation = await prepare(parsed, loaded.command, signal);
    terminal = invocation.terminal;
    const report = await loaded.command.run(invocation);
    await renderReport(terminal, parsed.command, report, layout);
    return endingOf(report);
  } catch (error) {
    const thrown = signal.aborted && isAbort(error) ? interrupted() : error;
    renderError(terminal, name, thrown, layout);
    return { code: thrown instanceof SpmError ? EXIT[thrown.exit] : EXIT.internal };
  }
}

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

function interrupted(): SpmError {
  return new SpmError('SPM_CANCELLED', 'Interrupted', {
    hint: 'Run it again: it goes on where it stopped, or starts anew.',
  });
}

function endingOf({ exit = 'ok', exitCode }: Report): Ending {
  return exitCode === undefined ? { code: EXIT[exit] } : { code: exitCode, handedOn: true };
}

async function loadCommand(name: string | null) {
  if (name === null) return null;
  const entry = COMMANDS.find((candidate) => candidate.name === name);
  if (!entry) throw unknownCommand(name);
  return { entry, command: await entry.load() };
}

/** Null when help or the version was all that was asked for. */
function parseLine(
  argv: readonly string[],
  loaded: Awaited<ReturnType<typeof loadCommand>>,
  terminal: Terminal,
): Parsed | null {
  let parsed: Parsed | null = null;
  const program = buildProgram(
    version(),
    loaded ?? undefined,
    (result) => {
      parsed = result;
    },
    (text) => terminal.writeOut(text),
  );
  try {
    program.parse(argv.length === 0 ? ['--help'] : argv, { from: 'user' });
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return null;
    throw usageError(thrown, loaded?.command.spec);
  }
  if (parsed === null)
    throw new SpmError('SPM_USAGE', 'No command was given', {
      hint: 'Run `spm-connect --help` for the list of commands.',
    });
  return parsed;
}

async function prepare(
  parsed: Parsed,
  command: Command,
  signal: AbortSignal,
): Promise<Invocation & { terminal: Terminal }> {
  const early = resolveGlobals(parsed.globals, process.env);
  const cwd = resolve(early.cwd ?? process.cwd());
  changeDirectory(cwd);
  const { locateProject } = await import('./config/locate.js');
  const project = await locateProject(cwd, early.config, process.env, command.spec.project);
  // A configuration or connector that reads process.env sees the .env file too.
  Object.assign(process.env, project.env);
  const globals = settleLoudness(resolveGlobals(parsed.globals, project.env), parsed.globals);
  const terminal = openTerminal(globals, process.env);
  const { createLogger } = await import('./runtime/logger.js');
  return {
    terminal,
    args: parsed.args,
    options: resolveOptions(command.spec.options ?? [], parsed.options, project.env),
    globals,
    env: project.env,
    cwd,
    project,
    interactive: mayAsk(globals),
    logger: createLogger({ sink: makeLogSink(terminal) }),
    emit: (data) => renderReport(terminal, parsed.command, { data }, 'line'),
    preview: (data) => renderPreview(terminal, parsed.command, data),
    progress: makeProgress(terminal),
    prompt: makePrompter(),
    signal,
  };
}

function mayAsk({ input, json }: GlobalOptions): boolean {
  return input && !json && Boolean(process.stdin.isTTY) && !process.env.CI;
}

function changeDirectory(cwd: string): void {
  try {
    process.chdir(cwd);
  } catch (cause) {
    throw new SpmError('SPM_INVALID_VALUE', `--cwd cannot be '${cwd}'`, {
      cause,
      hint: 'Give a directory that exists.',
    });
  }
}

/** Before the line is parsed, or when it cannot be: the switches that decide how an error looks. */
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

function version(): string {
  const file = new URL('../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/** The first signal asks for a drain; the second ends at once. */
function listenForSignals(): { signal: AbortSignal; exitCode(): number | undefined } {
  const controller = new AbortController();
  let code: number | undefined;
  for (const [name, status] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.on(name, () => {
      if (code !== undefined) process.exit(code);
      code = status;
      controller.abort();
    });
  }
  return { signal: controller.signal, exitCode: () => code };
}
