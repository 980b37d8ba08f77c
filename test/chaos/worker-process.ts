/** Workers that are loaded ahead of their turn, so that little time goes into starting them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { rolldown } from 'rolldown';
import { cleanEnv, ROOT } from '../helpers/cli.ts';

export interface WorkerProcess {
  child: ChildProcess;
  /** Resolves with all that it said, once it has ended. */
  ended: Promise<string>;
  /** Resolves when it says that, on a line of its own; never, when it ends before. */
  says(word: string): Promise<void>;
  /** Gives it its order; resolves when it has been given. */
  order(order: object): Promise<void>;
}

/** A script of this folder with all that it imports in one file, which starts in half the time; to be removed. */
export async function bundleWorker(script: string): Promise<{ file: string; remove(): void }> {
  // Below the packages, for the one that has a binary.
  const folder = mkdtempSync(join(ROOT, 'node_modules', '.worker-'));
  const file = join(folder, script);
  const build = await rolldown({
    input: join(ROOT, 'test', 'chaos', script),
    platform: 'node',
    // What has a binary, and what knows where the other files are.
    external: ['better-sqlite3', /own-files\.js$/],
  });
  await build.write({ file, format: 'esm', codeSplitting: false });
  await build.close();
  return { file, remove: () => rmSync(folder, { recursive: true }) };
}

/** `file` is one of this folder, or anywhere. */
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

/** The next worker, with some more on their way. */
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
