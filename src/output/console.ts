/** Output of project code. */
import { Console } from 'node:console';
import { Writable } from 'node:stream';

/** Redirects `console` to `write`, which writes to stderr: stdout is only for the result. */
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
