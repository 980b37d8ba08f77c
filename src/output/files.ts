import { lstatSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { SpmError } from '../errors.js';
import type { SafeText } from '../runtime/security/redactor.js';

/**
 * Writes a file so that it is never there in part: beside it, then in its place. What is no plain file, such as a pipe,
 * is written to. Throws SPM_WRITE_FAILED.
 */
export function writeWhole(path: string, text: SafeText): void {
  try {
    const target = placeOf(path);
    if (target.plain) replace(target.path, text);
    else writeFileSync(target.path, text);
  } catch (cause) {
    throw new SpmError('SPM_WRITE_FAILED', `${path} cannot be written`, {
      cause,
      hint: hintFor(cause, path),
    });
  }
}

/** A link stays one: what it leads to is written. */
function placeOf(path: string): { path: string; plain: boolean } {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats?.isSymbolicLink()) return placeOf(realpathSync(path));
  return { path, plain: stats === undefined || stats.isFile() };
}

function replace(path: string, text: string): void {
  const draft = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, text);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

function hintFor(cause: unknown, path: string): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOENT') return `Make the folder ${dirname(path)} first, or write to another one.`;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return 'There is no space left there: free some, or write to another place.';
  return 'Check that the folder may be written to, and that no folder has the name of the file.';
}
