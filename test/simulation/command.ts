/** Runs the simulation through its command. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../helpers/cli.ts';

const run = promisify(execFile);

export const sim = (...args: string[]): Promise<{ stdout: string; stderr: string }> =>
  run(process.execPath, [join(ROOT, 'scripts', 'sim.js'), ...args]).catch(
    ({ stdout, stderr }: { stdout: string; stderr: string }) => ({ stdout, stderr }),
  );
