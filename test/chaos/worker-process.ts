/** Worker processes that are started ahead of time, so that tests need not wait for them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { rolldown } from 'rolldown';
import { cleanEnv, ROOT } from '../helpers/cli.ts';

export interface WorkerProcess {
  child: ChildProcess;
  /** Resolves with the whole output once the process has ended. */
  ended: Promise<string>;
  /** Resolves when the process prints this word on a line; never when it ends before. */
  says(word: string): Promise<void>;
  /** Sends the order; resolves when it is written. */
  order(order: object): Promise<void>;
}

/** Bundles a script of this folder into one file, which starts in half the time. Remove it afterwards. */
export async function bundleWorker(script: string): Promise<{ file: string; remove(): void }> {
  // Inside node_modules, so that packages resolve, such as the one with a binary.
  const folder = mkdtempSync(join(ROOT, 'node_modules', '.worker-'));
  const file = join(folder, script);
  const build = await rolldown({
    input: join(ROOT, 'test', 'chaos', script),
    platform: 'node',
    // A package with a binary, and the module that locates the project's files.
    external: ['better-sqlite3', /own-files(-\w+)?\.js$/],
  });
  await build.write({ file, format: 'esm', codeSplitting: false });
  await build.close();
  return { file, remove: () => rmSync(folder, { recursive: true }) };
}

/** `file` is a name in this folder or a full path. */
export function startWorker(file: string): WorkerProcess {
  const child = spawn(process.execPath, [resolve(ROOT, 'test', 'chaos', file)], {
    env: cleanEnv(),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = new Promise<string>((resolve) => child.on('close', () => resolve(said)));
  const says = (word: string) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!said.split('\n').includes(word)) return;
        child.stdout?.off('data', look);
        resolve();
      };
      child.stdout?.on('data', look);
      look();
    });
  return {
    child,
    ended,
    says,
    order: async (order) => {
      const early = ended.then(() => Promise.reject(new Error('the worker ended too early')));
      await Promise.race([says('ready'), early]);
      early.catch(() => {});
      child.stdin?.write(`${JSON.stringify(order)}\n`);
    },
  };
}

/** Returns the next worker, and keeps some more started. */
export class Fleet {
  private readonly waiting: WorkerProcess[] = [];

  constructor(
    private readonly script: string,
    private readonly ahead: number,
  ) {}

  next(): WorkerProcess {
    while (this.waiting.length <= this.ahead) this.waiting.push(startWorker(this.script));
    return this.waiting.shift() as WorkerProcess;
  }

  async end(): Promise<void> {
    for (const { child } of this.waiting) child.kill('SIGKILL');
    await Promise.all(this.waiting.map(({ ended }) => ended));
  }
}
