/** The standard streams when what reads them goes away, or cannot take more. */
import { closeSync, constants, fstatSync, openSync, writeSync } from 'node:fs';
import { SpmError } from '../errors.js';

const WATCH_MS = 250;

const closed = new Set<NodeJS.WriteStream>();

/** Nothing once the reader has gone. */
export function writeTo(stream: NodeJS.WriteStream, text: string): void {
  if (!closed.has(stream)) stream.write(text);
}

/** Before it returns: for what is said while the process ends. */
export function writeAtOnce(stream: NodeJS.WriteStream & { fd: number }, text: string): void {
  try {
    writeSync(stream.fd, text);
  } catch {
    // Nobody reads, and there is no other place to say it.
  }
}

/**
 * A reader that went away (`| head`) is no error: what is written to it is dropped, and the work goes on. Throws, for
 * the process to handle, when a stream cannot be written for another reason, such as a full disk.
 */
export function outliveClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (cause: NodeJS.ErrnoException) => {
      closed.add(stream);
      if (cause.code === 'EPIPE') return;
      throw new SpmError('SPM_WRITE_FAILED', 'The output cannot be written', {
        cause,
        hint: 'Check the disk, or what reads the output.',
      });
    });
  }
}

/** Calls back once when nobody reads stdout any more; looks now and then, since a command may have nothing to write. */
export function whenUnread(left: () => void): void {
  const timer = setInterval(() => {
    if (!closed.has(process.stdout) && !readerIsGone(process.stdout.fd)) return;
    clearInterval(timer);
    closed.add(process.stdout);
    left();
  }, WATCH_MS);
  timer.unref();
}

/** Opening a pipe again for writing fails with ENXIO when it has no reader; where it cannot be told, false. */
function readerIsGone(fd: number): boolean {
  if (process.platform !== 'linux' || !fstatSync(fd).isFIFO()) return false;
  try {
    closeSync(openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK));
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENXIO';
  }
}

/** Resolves when everything written has left the process, so that an exit cuts nothing. */
export async function flush(): Promise<void> {
  const drained = (stream: NodeJS.WriteStream) =>
    new Promise<void>((resolve) => {
      if (closed.has(stream)) resolve();
      else stream.write('', () => resolve());
    });
  await Promise.all([drained(process.stdout), drained(process.stderr)]);
}
