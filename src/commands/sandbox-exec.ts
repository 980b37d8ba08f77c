/** `sandbox exec -- CMD...`: starts a sandbox for one command. */

import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { RunningSandbox } from '../app/sandbox.js';
import { SpmError } from '../errors.js';
import { portOf, seedWarnings, start } from './sandbox-serve.js';
import type { Diagnostic, Invocation, Report } from './types.js';

export interface SandboxExit {
  action: 'exec';
  command: readonly string[];
  /** The exit code as a shell reports it: 128 plus the number of the signal that ended the command. */
  exit_code: number;
  signal: NodeJS.Signals | null;
  /** How many requests the command made. The sandbox keeps the last thousand. */
  requests: number;
}

/** @throws SpmError SPM_MISSING_INPUT, SPM_COMMAND_NOT_FOUND, SPM_COMMAND_NOT_EXECUTABLE */
export async function exec(
  invocation: Invocation,
  command: readonly string[],
): Promise<Report<SandboxExit>> {
  const [program, ...args] = command;
  if (program === undefined) throw noCommand();
  const sandbox = await start(invocation, portOf(invocation));
  try {
    const child = launch(program, args, {
      cwd: invocation.cwd,
      env: { ...invocation.env, ...environment(sandbox) },
      // With --json, stdout has one document only, so the child's output goes to stderr.
      stdio: ['inherit', invocation.globals.json ? 2 : 'inherit', 'inherit'],
    });
    const { exitCode, signal } = await ended(child);
    return {
      data: {
        action: 'exec',
        command,
        exit_code: exitCode,
        signal,
        requests: sandbox.requests.length,
      },
      ...(exitCode === 0 ? {} : { exit: 'failed' as const }),
      exitCode,
      diagnostics: [...seedWarnings(invocation, sandbox), ...idleFaults(sandbox)],
    };
  } finally {
    await sandbox.stop();
  }
}

/** A test whose fault never happened proves nothing. */
const idleFaults = ({ faults }: RunningSandbox): Diagnostic[] =>
  faults
    .filter(({ happened }) => happened === 0)
    .map(({ spec }) => ({
      severity: 'warning',
      code: 'fault-never-happened',
      message: `The fault '${spec}' never happened`,
      hint: 'The command made no matching request, or the chance was too low.',
    }));

/** The variables that make a connector, a test or any SDK client use the sandbox. */
const environment = ({ baseUrl, key }: { baseUrl: string; key: string }) => ({
  SPM_TARGET: baseUrl,
  SPM_ACCESS_TOKEN: key,
  SHOPIMIND_CORE_API_BASE: baseUrl,
});

/** spawn throws for an empty name; other failures arrive as an event. */
function launch(program: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  try {
    return spawn(program, args, options);
  } catch (cause) {
    throw cannotStart(program, cause);
  }
}

/** Forwards signals until the child has ended. */
function ended(child: ChildProcess): Promise<{ exitCode: number; signal: NodeJS.Signals | null }> {
  const passOn = (signal: NodeJS.Signals) => {
    // Ctrl-C already reaches every process of the terminal; a second signal would mean "stop at once" to many.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.on(signal, passOn);
  return new Promise<{ exitCode: number; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.once('error', (cause) => reject(cannotStart(child.spawnfile, cause)));
    child.once('exit', (code, signal) =>
      resolve({ exitCode: code ?? 128 + constants.signals[signal ?? 'SIGKILL'], signal }),
    );
  }).finally(() => {
    for (const signal of signals) process.off(signal, passOn);
  });
}

function noCommand(): SpmError {
  return new SpmError('SPM_MISSING_INPUT', 'sandbox exec needs a command', {
    cause: 'no command was given',
    hint: 'Put the command after --, such as `spm-connect sandbox exec -- npm test`.',
  });
}

/** An empty name, or a file in place of a folder, counts as a missing command too. */
const isMissing = (program: string, cause: unknown): boolean =>
  program === '' ||
  (cause instanceof Error && 'code' in cause && ['ENOENT', 'ENOTDIR'].includes(String(cause.code)));

/** As in shells: 127 when the command does not exist, 126 when it cannot be started. */
function cannotStart(program: string, cause: unknown): SpmError {
  if (isMissing(program, cause)) {
    return new SpmError('SPM_COMMAND_NOT_FOUND', `The command '${program}' does not exist`, {
      cause,
      hint: 'Check the name, and that the command is installed and on the PATH.',
    });
  }
  return new SpmError('SPM_COMMAND_NOT_EXECUTABLE', `The command '${program}' cannot be started`, {
    cause,
    hint: 'Check that it is a program and that you have permission to execute it.',
  });
}
