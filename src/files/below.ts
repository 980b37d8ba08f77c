/** Checks that paths stay inside a folder. */
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { isMissing } from './reasons.js';

/**
 * The first part of `path` that is a link: a folder above the file, or the file itself. Follows no link. `path` is
 * relative to `folder`, with `/`.
 * @throws the system's error for a path that cannot be read
 */
export function linkBelow(folder: string, path: string): string | undefined {
  const parts = path.split('/');
  const paths = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  return paths.find((part) => isLink(join(folder, part)));
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}
