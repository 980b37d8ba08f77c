/** Runs the built binary in a terminal of a given width, which `script` of util-linux makes. */
import { spawn } from 'node:child_process';
import { BIN, cleanEnv, finished } from './cli.js';

export interface Shown {
  code: number | null;
  /** What the terminal showed: stdout and stderr, as they came. */
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
