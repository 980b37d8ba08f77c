import { spawn } from 'node:child_process';

/** The programs that finish a scaffold: the package manager and git. */

export interface ToolOptions {
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  /** Stops the program. */
  signal: AbortSignal;
  /** The program's output goes to stderr, or nowhere. */
  output: 'stderr' | 'none';
}

export type ToolResult = { ok: true } | { ok: false; reason: string };

const STDERR = 2;

/** Runs a program to its end. Never rejects. */
export function runTool(
  program: string,
  args: readonly string[],
  { cwd, env, signal, output }: ToolOptions,
): Promise<ToolResult> {
  return new Promise((resolve) => {
    const to = output === 'stderr' ? STDERR : 'ignore';
    const child = spawn(program, args, {
      cwd,
      env: { ...env },
      signal,
      stdio: ['ignore', to, to],
      // On Windows, package managers are .cmd files, which only a shell can start.
      shell: process.platform === 'win32',
    });
    child.on('error', (error) => resolve({ ok: false, reason: startProblem(program, error) }));
    child.on('close', (code, killedBy) => {
      if (code === 0) resolve({ ok: true });
      else resolve({ ok: false, reason: `${program} ended with ${killedBy ?? `code ${code}`}` });
    });
  });
}

function startProblem(program: string, error: Error): string {
  if ('code' in error && error.code === 'ENOENT') return `${program} is not installed`;
  return error.message;
}

/** Creates a git repository, unless the folder is already inside one; then `made` is false. */
export async function initRepository(
  options: ToolOptions,
): Promise<ToolResult & { made: boolean }> {
  const inside = await runTool('git', ['rev-parse', '--is-inside-work-tree'], {
    ...options,
    output: 'none',
  });
  if (inside.ok) return { ok: true, made: false };
  const result = await runTool('git', ['init', '--quiet'], options);
  return { ...result, made: result.ok };
}
