/**
 * Opens a store for reports, even if this process may not write it: it may belong to another user or a read-only
 * mount.
 */
import { accessSync, constants, mkdtempSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { SpmError } from '../../../errors.js';
import { errorCode, failureCode, hintFor, isMissing, reasonFor } from '../../../files/reasons.js';
import type { Store } from '../../ports/store.js';
import { type Connection, makeConnection } from './connection.js';
import { copyStore } from './copy.js';
import { Database } from './driver.js';
import { storeError } from './errors.js';
import { filesOf, requireWritable } from './file.js';
import { isUpToDate, migrate } from './migrate.js';
import { makeStore, openSqliteStore, type SqliteStoreOptions } from './open.js';

/**
 * Like `openSqliteStore`, for an existing file. A store that this process cannot write is read in place if SQLite can
 * do that, else in a private copy, where migrations are applied; writes then reject with SPM_STORE_READ_ONLY. Rejects
 * with SPM_STORE_*.
 */
export async function openStoreToRead(options: SqliteStoreOptions): Promise<Store> {
  const path = realpathSync(options.path);
  if (statSync(path).isDirectory() || isWritable(path)) {
    try {
      return await openSqliteStore(options);
    } catch (error) {
      if (!(error instanceof SpmError) || error.code !== 'SPM_STORE_READ_ONLY') throw error;
    }
  }
  requireReadable(path);
  try {
    const inPlace = openInPlace(path);
    return inPlace === null ? await openCopy(path, options) : makeStore(inPlace, options);
  } catch (error) {
    throw storeError(error, path);
  }
}

/** Returns false when there is no such file. Throws SPM_STORE_UNAVAILABLE when this user may not read it. */
export function isStoreThere(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (cause) {
    if (isMissing(cause)) return false;
    throw unreadable(path, cause);
  }
}

function isWritable(path: string): boolean {
  try {
    requireWritable(path);
    return true;
  } catch {
    return false;
  }
}

/** The -shm is only an index of the -wal. */
function requireReadable(path: string): void {
  for (const file of filesOf(path)) {
    if (file.endsWith('-shm')) continue;
    try {
      accessSync(file, constants.R_OK);
    } catch (cause) {
      throw unreadable(file, cause);
    }
  }
}

function unreadable(path: string, cause: unknown): SpmError {
  return new SpmError(
    failureCode(cause, 'SPM_STORE_UNAVAILABLE'),
    `The store ${path} cannot be read`,
    {
      cause: reasonFor(cause),
      hint:
        errorCode(cause) === 'EACCES'
          ? 'Give this user read permission on the file, its -wal and its folder, or run it as the owner.'
          : hintFor(cause),
    },
  );
}

/**
 * Returns null when SQLite cannot read in place, when migrations are missing, or when the folder is writable. In a
 * writable folder SQLite would create files of this user, and the owner could not write them.
 */
function openInPlace(path: string): Connection | null {
  if (isFolderWritable(path)) return null;
  let db: Database | undefined;
  try {
    db = new Database(path, { readonly: true, fileMustExist: true });
    if (isUpToDate(db)) return makeConnection(db, path, { readOnly: true });
  } catch (error) {
    if (!(error instanceof Database.SqliteError) || !IN_THE_WAY.test(error.code)) {
      db?.close();
      throw error;
    }
  }
  db?.close();
  return null;
}

/** Codes of SQLite for a read that needs to write or create a file. */
const IN_THE_WAY = /^SQLITE_(READONLY|CANTOPEN)/;

function isFolderWritable(path: string): boolean {
  try {
    accessSync(dirname(path), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

async function openCopy(path: string, options: SqliteStoreOptions): Promise<Store> {
  const folder = makePrivateFolder(path);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const db = await openCopyIn(folder, path, options.now);
    const store = makeStore(makeConnection(db, path, { readOnly: true }), options);
    return { ...store, close: () => store.close().finally(remove) };
  } catch (error) {
    remove();
    throw error;
  }
}

async function openCopyIn(folder: string, path: string, now: () => number): Promise<Database> {
  const copy = join(folder, 'store.sqlite');
  await copyStore(path, copy, now).catch((error: unknown) => {
    throw error instanceof SpmError ? error : uncopied(path, error);
  });
  const db = new Database(copy);
  try {
    // With this lock SQLite opens no other file later.
    db.pragma('locking_mode = EXCLUSIVE');
    migrate(db, now);
    // An open file needs no name, so nothing is left behind if this process dies.
    if (process.platform !== 'win32') rmSync(folder, { recursive: true, force: true });
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function makePrivateFolder(path: string): string {
  try {
    // mkdtemp gives the folder mode 0700.
    return mkdtempSync(join(tmpdir(), 'spm-connect-read-'));
  } catch (cause) {
    throw uncopied(path, cause);
  }
}

function uncopied(path: string, cause: unknown): SpmError {
  return new SpmError(
    'SPM_STORE_UNAVAILABLE',
    `The store ${path} must be copied to be read, and ${tmpdir()} cannot hold the copy`,
    {
      cause,
      hint: 'Set TMPDIR to a folder with enough space, or give this user write permission on the store and its folder.',
    },
  );
}
