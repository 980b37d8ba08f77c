/** Files with personal data or keys: only their owner may read them, regardless of the umask. */
import { chmodSync, closeSync, fchmodSync, openSync, realpathSync, statSync } from 'node:fs';
import { endOfLinks } from './places.js';
import { errorCode } from './reasons.js';

export const PRIVATE_FILE = 0o600;

/** Files that SQLite creates next to a database, with the mode of the database. */
const DATABASE_FILES = ['', '-wal', '-shm', '-journal'];

const FOR_EVERYONE = 0o007;
const OWNER = 0o700;

/**
 * Creates an empty file, also as the target of a broken link. False when the path exists.
 *
 * @throws the system's error
 */
export function createPrivate(path: string): boolean {
  // Opened first, since the system may reject links of other users in a shared folder.
  if (statSync(path, { throwIfNoEntry: false }) !== undefined) return false;
  try {
    const file = openSync(endOfLinks(path), 'wx', PRIVATE_FILE);
    fchmodSync(file, PRIVATE_FILE);
    closeSync(file);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Removes the rights of other users from a database and its side files when everyone has rights, since that is an
 * accident. Group rights alone are a choice, and stay. Never throws.
 */
export function tightenDatabase(path: string): void {
  const user = process.geteuid?.();
  try {
    const database = realpathSync(path);
    for (const file of DATABASE_FILES.map((suffix) => database + suffix)) {
      const stats = statSync(file, { throwIfNoEntry: false });
      if (!stats?.isFile() || stats.uid !== user || (stats.mode & FOR_EVERYONE) === 0) continue;
      chmodSync(file, stats.mode & OWNER);
    }
  } catch {
    // For example on a read-only file system. Opening the database shows whether it can be used.
  }
}
