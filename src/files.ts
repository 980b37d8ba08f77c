/** Files that a command leaves behind: whole, or not at all. */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SpmError } from './errors.js';
import type { SafeText } from './runtime/security/redactor.js';

export interface WriteOptions {
  /** Whether a file that is there may be replaced. */
  overwrite: boolean;
  /** What to do when it may not, as a hint. */
  instead: string;
  /** Default: readable by everyone whom the umask lets. */
  mode?: number;
}

/**
 * Written beside its place and flushed to the disk before it takes it; makes the folder.
 * @throws SpmError SPM_FILE_EXISTS, SPM_WRITE_FAILED
 */
export async function writeWholeFile(
  path: string,
  text: SafeText,
  { overwrite, instead, mode = 0o666 }: WriteOptions,
): Promise<void> {
  if (!overwrite && existsSync(path)) {
    const message = `The file ${path} is there already`;
    throw new SpmError('SPM_FILE_EXISTS', message, { hint: instead });
  }
  const draft = `${path}.${randomUUID()}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFlushed(draft, text, mode);
    await rename(draft, path);
  } catch (cause) {
    await rm(draft, { force: true });
    throw new SpmError('SPM_WRITE_FAILED', `The file ${path} could not be written`, {
      cause,
      hint: 'Nothing was changed. Check the free space and the rights on the folder, or choose another.',
    });
  }
}

async function writeFlushed(path: string, text: string, mode: number): Promise<void> {
  const file = await open(path, 'wx', mode);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
