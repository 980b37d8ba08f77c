/** Folders, made level by level: Node 20's recursive `mkdir` never returns below a folder such as /proc. */
import { chmodSync, mkdirSync, readlinkSync, rmdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type ErrorCode, SpmError } from '../errors.js';
import { errorCode, failureCode, hintFor, isMissing, Refused, reasonFor } from './reasons.js';

export interface FolderOptions {
  /** New folders get 0700, regardless of the umask. Default: the umask decides. */
  isPrivate?: boolean;
  /** Default SPM_WRITE_FAILED. */
  code?: ErrorCode;
  /** The hint of the error. Default: depends on the cause. */
  hint?: string;
}

const PRIVATE = 0o700;

/**
 * Creates a folder and its missing parents; follows links. Returns the created folders,
 * outermost first. On failure nothing new is left behind.
 *
 * @throws SpmError of `code`, naming the folder that cannot be made
 */
export function makeFolder(path: string, options: FolderOptions = {}): string[] {
  const made: string[] = [];
  let current = path;
  try {
    for (const folder of missingFolders(path)) {
      current = folder;
      if (makeOne(folder, options.isPrivate === true)) made.push(folder);
    }
    return made;
  } catch (error) {
    removeFolders(made);
    const code = failureCode(error, options.code ?? 'SPM_WRITE_FAILED');
    throw new SpmError(code, `The folder ${current} cannot be created`, {
      cause: reasonFor(error),
      hint: options.hint ?? hintFor(error),
      details: { folder: current },
    });
  }
}

/** Removes folders that `makeFolder` created. Folders with content stay. */
export function removeFolders(made: readonly string[]): void {
  for (const folder of made.toReversed()) {
    try {
      rmdirSync(folder);
    } catch {
      return;
    }
  }
}

/**
 * Follows links.
 * @throws the system's error for a path that cannot be read
 */
export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/** The outermost first. */
function missingFolders(path: string): string[] {
  const missing: string[] = [];
  for (let folder = path; !isFolder(folder); folder = dirname(folder)) {
    missing.unshift(folder);
    if (dirname(folder) === folder) break;
  }
  return missing;
}

/** False when another process was faster. */
function makeOne(folder: string, isPrivate: boolean): boolean {
  try {
    mkdirSync(folder, isPrivate ? PRIVATE : 0o777);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    if (isFolder(folder)) return false;
    throw new Refused(whatIsThere(folder));
  }
  if (isPrivate) chmodSync(folder, PRIVATE);
  return true;
}

function whatIsThere(path: string): string {
  try {
    return `a link of that name leads to ${readlinkSync(path)}, which does not exist`;
  } catch {
    return 'a file has that name';
  }
}
