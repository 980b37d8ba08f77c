/** The standard streams when their reader goes away or accepts no more data. */
import { writeSync } from 'node:fs';
import { SpmError } from '../errors.js';

const closed = new Set<NodeJS.WriteStream>();

/** Does nothing after the reader has gone. */
export function writeTo(stream: NodeJS.WriteStream, text: string): void {
  if (!closed.has(stream)) stream.write(text);
}

/** Writes before it returns: for messages while the process ends. */
export function writeAtOnce(stream: NodeJS.WriteStream & { fd: number }, text: string): void {
  try {
    writeSync(stream.fd, text);
  } catch {
    // The reader is gone, so the message cannot be shown.
  }
}

/**
 * A reader that goes away (`| head`) is no error: later output is dropped, and the work continues; `unread` is
 * called if it was the reader of stdout. Throws if a stream cannot be written for another reason, such as a full
 * disk.
 */
export function ignoreClosedPipes(unread: () => void): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (cause: NodeJS.ErrnoException) => {
      closed.add(stream);
      if (cause.code === 'EPIPE') {
        if (stream === process.stdout) unread();
        return;
      }
      throw new SpmError('SPM_WRITE_FAILED', 'The output cannot be written', {
        cause,
        hint: 'Check the disk, or what reads the output.',
      });
    });
  }
}

/** Resolves when all output has left the process, so that an exit cuts nothing. */
export async function flush(): Promise<void> {
  const drained = (stream: NodeJS.WriteStream) =>
    new Promise<void>((resolve) => {
      if (closed.has(stream)) resolve();
      else stream.write('', () => resolve());
    });
  await Promise.all([drained(process.stdout), drained(process.stderr)]);
}
