/** Writes the files of a report. */
import { readlinkSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Report } from '../commands/types.js';
import { SpmError } from '../errors.js';
import { writeWhole } from '../files/write.js';
import { formatContent } from './formats.js';
import { PLAIN } from './look.js';
import type { Terminal } from './terminal.js';

/** @throws SpmError SPM_WRITE_FAILED; SPM_USAGE when two documents would go to standard output */
export async function writeFiles(
  terminal: Terminal,
  command: string,
  { data, files = [] }: Report,
  signal: AbortSignal,
): Promise<void> {
  for (const { path, format, content = data, isPrivate = false } of files) {
    const stream = ownStream(path);
    if (stream === 'stdout' && terminal.options.json) throw twoDocuments(path);
    const clean = terminal.redactor.data(content);
    const text = await formatContent(command, format, clean, PLAIN);
    if (stream === 'stdout') terminal.writeDocument(text);
    else if (stream === 'stderr') terminal.writeErr(text);
    else await writeWhole(path, text, { isPrivate, signal });
  }
}

const STREAMS: Readonly<Record<string, 'stdout' | 'stderr'>> = {
  ...{ '/dev/stdout': 'stdout', '/dev/fd/1': 'stdout', '/proc/self/fd/1': 'stdout' },
  ...{ '/dev/stderr': 'stderr', '/dev/fd/2': 'stderr', '/proc/self/fd/2': 'stderr' },
};

/**
 * The own stream that a path leads to, such as `/dev/stdout`. A socket cannot be opened again by that name,
 * and a file would be written from its start.
 */
function ownStream(path: string, links = 0): 'stdout' | 'stderr' | undefined {
  const stream = STREAMS[path];
  if (stream !== undefined || links > 40) return stream;
  try {
    return ownStream(resolve(dirname(path), readlinkSync(path)), links + 1);
  } catch {
    return undefined;
  }
}

const twoDocuments = (path: string): SpmError =>
  new SpmError('SPM_USAGE', `${path} cannot be written with --json`, {
    cause: 'with --json, standard output has one document only',
    hint: 'Remove --json, or write to another file.',
  });
