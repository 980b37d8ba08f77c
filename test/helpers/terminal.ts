/** Runs the built binary in a terminal of a given width, created by `script` of util-linux. */
import { spawn } from 'node:child_process';
import { BIN, cleanEnv, finished } from './cli.js';

export interface Shown {
  code: number | null;
  /** The output on the terminal: stdout and stderr, in order. */
  lines: string[];
}

export async function runInTerminal(
  args: readonly string[],
  { cwd, columns, env = {} }: { cwd: string; columns: number; env?: Record<string, string> },
): Promise<Shown> {
  const quoted = [process.execPath, BIN, ...args].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['-qec', `stty cols ${columns} rows 24; ${quoted}`, '/dev/null'], {
    cwd,
    env: cleanEnv({ TERM: 'xterm-256color', SHELL: '/bin/sh', ...env }),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const { code, stdout } = await finished(child);
  return { code, lines: stdout.replaceAll('\r\n', '\n').trimEnd().split('\n') };
}
