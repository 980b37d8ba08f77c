/** Why the file system refused, and what to do, in words for people. */
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
  ELOOP: 'the links on the path lead in a circle',
  ENAMETOOLONG: 'the path is too long',
  EPIPE: 'its reader closed the pipe',
  EXDEV: 'it lies on another file system',
};

const TOO_LONG = 'ENAMETOOLONG';
const SPACE = ['ENOSPC', 'EDQUOT', 'EFBIG'];

/** A refusal that we found ourselves, before the system had to. The message is the reason. */
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

/** Whether nothing is there, or can be there: a part of the path may be a file. */
export const isMissing = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '');

/** One sentence for the `cause` of an error. */
export function reasonFor(error: unknown): string {
  const code = errorCode(error);
  const words = code === undefined ? undefined : WORDS[code];
  if (words !== undefined) return `${words} (${code})`;
  return error instanceof Error ? error.message : String(error);
}

/** A path that no file system takes is a wrong value; any other failure is `otherwise`. */
export const failureCode = (error: unknown, otherwise: ErrorCode): ErrorCode =>
  errorCode(error) === TOO_LONG ? 'SPM_INVALID_VALUE' : otherwise;

/** One sentence for the `hint` of an error. */
export function hintFor(error: unknown): string {
  if (error instanceof Refused && error.hint !== undefined) return error.hint;
  if (errorCode(error) === TOO_LONG) return 'Give a shorter path.';
  return SPACE.includes(errorCode(error) ?? '')
    ? 'Free some space, or choose another place.'
    : 'Check the path and the permissions on its folder, or choose another place.';
}
