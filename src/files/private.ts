/** Files that hold personal data or keys: for their owner alone, whatever the umask. */
import { chmodSync, closeSync, fchmodSync, openSync, realpathSync, statSync } from 'node:fs';
import { endOfLinks } from './places.js';
import { errorCode } from './reasons.js';

export const PRIVATE_FILE = 0o600;

/** What SQLite keeps beside a database. It takes the mode of the database for them. */
const DATABASE_FILES = ['', '-wal', '-shm', '-journal'];

const FOR_EVERYONE = 0o007;
const OWNER = 0o700;

/**
 * Makes an empty file, also where a link leads to none. False when something of that name is there.
 *
 * @throws the system's error
 */
export function createPrivate(path: string): boolean {
  // The system looks first: it may refuse links that somebody else left in a shared folder.
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
 * Takes a database of this user, and the files beside it, from everyone else when everyone may use it: that is an
 * accident. Rights of its group alone are a choice, and stay. Never throws.
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
    // Such as a read-only file system. Whether the database can be used is found out by opening it.
  }
}
