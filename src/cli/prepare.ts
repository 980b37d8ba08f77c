/** Creates the invocation of a command from the parsed line, the environment and the project. */
import { resolve } from 'node:path';
import type { Command, GlobalOptions, Invocation } from '../commands/types.js';
import { SpmError } from '../errors.js';
import { makeLogSink } from '../output/log.js';
import { makeProgress } from '../output/progress.js';
import { makePrompter } from '../output/prompts.js';
import { renderPreview, renderReport } from '../output/render.js';
import { openTerminal, type Terminal } from '../output/terminal.js';
import { formerVariables, warnOfFormer } from './former.js';
import { readInput } from './input.js';
import { chooseVerbosity, resolveGlobals, resolveOptions } from './options.js';
import type { Parsed } from './program.js';
import { secretsOf } from './secrets.js';
import type { Stops } from './stops.js';

/** @throws SpmError SPM_INVALID_VALUE, SPM_USAGE, and the errors of locateProject */
export async function prepare(
  parsed: Parsed,
  command: Command,
  stops: Stops,
  { redactor, startedAs }: Pick<Terminal, 'redactor' | 'startedAs'>,
): Promise<Invocation & { terminal: Terminal }> {
  const early = resolveGlobals(parsed.globals, process.env);
  const cwd = resolve(early.cwd ?? process.cwd());
  changeDirectory(cwd);
  const { locateProject } = await import('../config/locate.js');
  const project = await locateProject(
    cwd,
    early.config,
    process.env,
    command.spec.project,
    mayRun(command, parsed.options),
  );
  // So that a configuration or connector sees the .env file in process.env.
  Object.assign(process.env, project.env);
  const globals = chooseVerbosity(resolveGlobals(parsed.globals, project.env), parsed.globals);
  redactor.learn(...secretsOf(project.env));
  const terminal = openTerminal(globals, process.env, redactor, startedAs);
  const options = resolveOptions(command.spec, parsed.options, project.env);
  const { createLogger } = await import('../runtime/logger.js');
  const logger = createLogger({ sink: makeLogSink(terminal), redactor });
  const former = formerVariables(command.spec, parsed.options, project.env);
  for (const warning of warnOfFormer(former)) logger.warn(warning);
  return {
    terminal,
    args: parsed.args,
    options,
    globals,
    env: project.env,
    cwd,
    // The .env file may set the variable of --no-run.
    project: options.run === false ? { ...project, run: false } : project,
    interactive: mayAsk(globals),
    logger,
    redactor,
    startedAs,
    emit: (data) => renderReport(terminal, parsed.command, { data }, 'line'),
    preview: (data) => renderPreview(terminal, parsed.command, data),
    input: (patienceMs, mostBytes) => readInput(process.stdin, patienceMs, mostBytes),
    progress: makeProgress(terminal),
    prompt: makePrompter(redactor),
    signal: stops.signal,
    interrupted: () => stops.exitCode() !== undefined,
  };
}

/** Whether code of the project may run; known before the configuration is searched. */
function mayRun({ spec }: Command, given: Parsed['options']): boolean {
  const options = spec.options?.filter(({ flags }) => flags === '--no-run') ?? [];
  return resolveOptions({ ...spec, options }, given, process.env).run !== false;
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
      hint: 'Pass an existing directory.',
    });
  }
}
