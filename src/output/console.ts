/** What project code prints. */
import { Console } from 'node:console';

/** Sends everything that `console` prints to stderr: stdout is for the result alone. */
export function printOnStderr(target: Console = globalThis.console): void {
  Object.assign(target, new Console({ stdout: process.stderr, stderr: process.stderr }));
}
