/** Finds the real file of a path by following its links. */
import { lstatSync, readlinkSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname, isAbsolute, sep } from 'node:path';
import { Refused } from './reasons.js';

export type Place =
  /** Nothing is there yet. */
  | { kind: 'new'; path: string }
  /** A file, with its rights. */
  | { kind: 'file'; path: string; mode: number }
  /** Something that accepts text but cannot be replaced, such as a pipe or a terminal. */
  | { kind: 'stream'; path: string };

/** The maximum number of links in a path; Linux has the same limit. */
const MOST_LINKS = 40;

/**
 * A link stays: its target is written, and created if missing.
 *
 * @throws Refused, or the system's error
 */
export function placeOf(path: string): Place {
  // Opened first, since the system may reject links of other users in a shared folder.
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return { kind: 'new', path: endOfLinks(path) };
  if (stats.isFile()) return { kind: 'file', path: realpathSync(path), mode: stats.mode & 0o777 };
  if (stats.isFIFO() || stats.isCharacterDevice()) return { kind: 'stream', path };
  throw new Refused(`${nameOf(stats)} has that name`, 'Pass the name of a file.');
}

/** The path at the end of a chain of links, whether it exists or not. */
export function endOfLinks(path: string): string {
  let end = path;
  for (let links = 0; links <= MOST_LINKS; links++) {
    const target = linkTarget(end);
    if (target === undefined) return end;
    // Not `join`: it would resolve a `..` after a link differently than the system.
    end = isAbsolute(target) ? target : `${realpathSync(dirname(end))}${sep}${target}`;
  }
  throw new Refused('its links form a loop');
}

function linkTarget(path: string): string | undefined {
  const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  return isLink ? readlinkSync(path) : undefined;
}

function nameOf(stats: Stats): string {
  if (stats.isDirectory()) return 'a folder';
  return stats.isSocket() ? 'a socket' : 'a disk';
}
