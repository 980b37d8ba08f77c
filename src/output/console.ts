/** What project code prints. */
import { Console } from 'node:console';
import { Writable } from 'node:stream';

/** Hands everything that `console` prints to `write`, which is for stderr: stdout is for the result alone. */
export function printOnStderr(
  write: (text: string) => void,
  target: Console = globalThis.console,
): void {
  const stream = new Writable({
    decodeStrings: false,
    write(text: string, _encoding, done) {
      write(text.replaceAll('\t', '    '));
      done();
    },
  });
  Object.assign(target, new Console({ stdout: stream, stderr: stream }));
}
