/** Causes and hints for errors of the file system. */
import type { ErrorCode } from '../errors.js';

const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'this user has no permission there',
  EPERM: 'this is not permitted there',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on the disk',
  EDQUOT: 'the disk quota of this user is used up',
  EFBIG: 'the file would exceed the size limit of this process or file system',
  ENOENT: 'the file system allows no new files or folders there',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EISDIR: 'a folder has that name',
  ELOOP: 'the links on the path form a loop',
  ENAMETOOLONG: 'the path is too long',
  EPIPE: 'its reader closed the pipe',
  EXDEV: 'it is on another file system',
};

const TOO_LONG = 'ENAMETOOLONG';
const SPACE = ['ENOSPC', 'EDQUOT', 'EFBIG'];

/** An error that we detected before the system did. The message is the cause. */
export class Refused extends Error {
  readonly hint: string | undefined;

  constructor(reason: string, hint?: string) {
    super(reason);
    this.hint = hint;
  }
}

/** The errno code of a failed system call, such as `EACCES`. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Whether the path does not exist; a part of the path may be a file. */
export const isMissing = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '');

/** One sentence for the `cause` of an error. */
export function reasonFor(error: unknown): string {
  const code = errorCode(error);
  const words = code === undefined ? undefined : WORDS[code];
  if (words !== undefined) return `${words} (${code})`;
  return error instanceof Error ? error.message : String(error);
}

/** A path that is too long is an invalid value; any other failure is `otherwise`. */
export const failureCode = (error: unknown, otherwise: ErrorCode): ErrorCode =>
  errorCode(error) === TOO_LONG ? 'SPM_INVALID_VALUE' : otherwise;

/** One sentence for the `hint` of an error. */
export function hintFor(error: unknown): string {
  if (error instanceof Refused && error.hint !== undefined) return error.hint;
  if (errorCode(error) === TOO_LONG) return 'Pass a shorter path.';
  return SPACE.includes(errorCode(error) ?? '')
    ? 'Free some space, or choose another folder.'
    : 'Check the path and the permissions of its folder, or choose another folder.';
}
