/** Checks the file system before SQLite opens the file, so that an error has a clear cause. */
import { accessSync, constants, existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type ErrorCode, SpmError } from '../../../errors.js';
import { makeFolder } from '../../../files/folders.js';
import { createPrivate, tightenDatabase } from '../../../files/private.js';

export const IN_MEMORY = ':memory:';

/** Creates a missing folder and an empty file. Only their owner may read them. */
export function prepareFile(path: string): void {
  if (path === IN_MEMORY) return;
  makeFolder(dirname(path), {
    isPrivate: true,
    code: 'SPM_STORE_MISSING_FOLDER',
    hint: 'Create the folder, or choose another file with --store or in the configuration.',
  });
  if (!createEmpty(path)) checkExisting(path);
}

/** Returns false when the file exists. */
function createEmpty(path: string): boolean {
  try {
    if (createPrivate(path)) return true;
    tightenDatabase(path);
    return false;
  } catch (cause) {
    throw refusal(`The store ${path} cannot be created`, cause);
  }
}

function checkExisting(path: string): void {
  if (isFolder(path)) {
    throw new SpmError('SPM_STORE_UNAVAILABLE', `The store ${path} is a folder`, {
      cause: 'the store must be a file',
      hint: `Use a file in the folder, such as ${join(path, 'store.sqlite')}.`,
    });
  }
  try {
    // Checked without opening: closing the file again would drop this process's SQLite locks.
    requireWritable(path);
  } catch (cause) {
    throw refusal(`The store ${path} cannot be written`, cause);
  }
}

/** The existing files of a store: the file itself, and the files that SQLite keeps beside it. */
export function filesOf(path: string): string[] {
  return ['', '-wal', '-journal', '-shm'].map((end) => path + end).filter((one) => existsSync(one));
}

/** Throws an error of `fs` when this user may not write the existing store. */
export function requireWritable(path: string): void {
  const file = realpathSync(path);
  for (const one of filesOf(file)) accessSync(one, constants.R_OK | constants.W_OK);
  // SQLite puts its journal beside the file.
  accessSync(dirname(file), constants.W_OK | constants.X_OK);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

const CODES: Readonly<Record<string, ErrorCode>> = {
  EACCES: 'SPM_STORE_READ_ONLY',
  EPERM: 'SPM_STORE_READ_ONLY',
  EROFS: 'SPM_STORE_READ_ONLY',
  ENOSPC: 'SPM_STORE_FULL',
  EDQUOT: 'SPM_STORE_FULL',
};

const HINTS: Partial<Record<ErrorCode, string>> = {
  SPM_STORE_READ_ONLY: 'Give this user write permission on the file and its folder.',
  SPM_STORE_FULL: 'Free disk space, then run the command again.',
};

function refusal(message: string, cause: unknown): SpmError {
  const errno = Object.keys(CODES).find((code) => isCode(cause, code));
  const code = (errno && CODES[errno]) || 'SPM_STORE_UNAVAILABLE';
  return new SpmError(code, message, {
    cause,
    hint: HINTS[code] ?? 'Check the path of the store.',
  });
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
