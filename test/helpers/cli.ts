/** Runs the built binary like a user, in its own process. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { envelope } from '../../src/schemas/common.js';
import { DATA } from '../../src/schemas/index.js';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const BIN = join(ROOT, 'bin', 'spm-connect.js');

export interface Result {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  cwd: string;
  env?: Record<string, string>;
  /** The content of standard input, which is never a terminal. */
  input?: string | Buffer;
  /** Without the rights of root, if the tests run as root. */
  asNobody?: boolean;
}

const NOBODY = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/** The environment of a user's shell, without the variables of this test run or a CI. */
export function cleanEnv(extra: Record<string, string> = {}): Record<string, string> {
  const own = /^(SPM_|SHOPIMIND_|VITEST|CI$|NO_COLOR$|FORCE_COLOR$|NODE_OPTIONS$|NODE_ENV$|npm_)/;
  const inherited = Object.entries(process.env).filter(([name]) => !own.test(name));
  return { ...(Object.fromEntries(inherited) as Record<string, string>), ...extra };
}

export function start(args: readonly string[], { cwd, env, asNobody }: RunOptions): ChildProcess {
  return spawn(process.execPath, [BIN, ...args], {
    cwd,
    env: cleanEnv(env),
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(asNobody && NOBODY),
  });
}

export function finished(child: ChildProcess): Promise<Result> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}

export function run(args: readonly string[], options: RunOptions): Promise<Result> {
  const child = start(args, options);
  child.stdin?.end(options.input ?? '');
  return finished(child);
}

/** The one document that `--json` prints. */
export interface Document {
  schemaVersion: number;
  ok: boolean;
  command: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into documents of every command
  data: any;
  error: {
    code: string;
    message: string;
    cause: string | null;
    hint: string | null;
    exit_code: number;
    details: Record<string, unknown> | null;
  } | null;
  diagnostics: { severity: string; code: string; message: string }[];
}

export async function runJson(
  args: readonly string[],
  options: RunOptions,
): Promise<Result & { document: Document }> {
  const result = await run([...args, '--json'], options);
  const document = JSON.parse(result.stdout) as Document;
  checkShape(document);
  return { ...result, document };
}

/** Every document that a test reads has the published shape. */
function checkShape(document: Document): void {
  const { command } = document;
  const data = DATA[command as keyof typeof DATA] ?? z.null();
  const parsed = envelope(command ?? '', data).safeParse(document);
  if (!parsed.success)
    throw new Error(`the document of ${command} has not its shape: ${parsed.error.message}`);
}

/** A new folder outside the checkout; `remove` deletes it. */
export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'spm-connect-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
