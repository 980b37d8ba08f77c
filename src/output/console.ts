/** What project code prints. */
import { Console } from 'node:console';
import { Writable } from 'node:stream';

/**
 * Sends everything that `console` prints to `write`, and so to stderr: stdout is for the result alone, and the text
 * passes what all text passes.
 */
export function printOn(write: (text: string) => void, target: Console = globalThis.console): void {
  const stream = new Writable({
    decodeStrings: false,
    write(text: string | Buffer, _encoding, done) {
      write(`${text}`);
      done();
    },
  });
  Object.assign(target, new Console({ stdout: stream, stderr: stream }));
}
