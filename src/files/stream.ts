/** Writes to pipes and devices, without ever blocking the process. */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { errorCode, Refused } from './reasons.js';

const PAUSE_MS = 20;
const READER_PATIENCE_MS = 5000;

/**
 * Waits up to five seconds for a reader, then until it has read everything.
 *
 * @throws Refused when nobody reads, the system's error, or an AbortError once `signal` is aborted
 */
export async function writeStream(path: string, text: string, signal?: AbortSignal): Promise<void> {
  const file = await openForReader(path, signal);
  try {
    let rest = Buffer.from(text);
    while (rest.length > 0) rest = rest.subarray(await writeSome(file, rest, signal));
  } finally {
    await file.close();
  }
}

/** Opening a pipe blocks until it has a reader, so it is opened without blocking. */
async function openForReader(path: string, signal?: AbortSignal): Promise<FileHandle> {
  const { O_WRONLY, O_NONBLOCK = 0, O_NOCTTY = 0 } = constants;
  for (let waited = 0; waited <= READER_PATIENCE_MS; waited += PAUSE_MS) {
    try {
      return await open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY);
    } catch (error) {
      if (errorCode(error) !== 'ENXIO') throw error;
    }
    await pause(PAUSE_MS, undefined, { signal });
  }
  throw new Refused(
    'no program reads from the pipe',
    'Start the reader first, then run the command again.',
  );
}

/** How many bytes were written; 0 while the pipe is full. */
async function writeSome(file: FileHandle, rest: Buffer, signal?: AbortSignal): Promise<number> {
  try {
    return (await file.write(rest)).bytesWritten;
  } catch (error) {
    if (errorCode(error) !== 'EAGAIN') throw error;
    await pause(PAUSE_MS, undefined, { signal });
    return 0;
  }
}
