/** The SQLite file (or memory) behind a sandbox: opening, identity, key. */

import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { SpmError } from '../errors.js';
import { isFolder } from '../files/folders.js';
import { createPrivate, tightenDatabase } from '../files/private.js';
import { failureCode, hintFor, reasonFor } from '../files/reasons.js';
import { KEY_PATTERN } from './choices.js';

export type Db = Database.Database;

/** "SPMS": marks a SQLite file as a sandbox's. */
const APPLICATION_ID = 0x53504d53;
const FORMAT = 1;

/** Throws SPM_STORE_* when the file cannot be used. */
export function openDatabase(file: string | undefined): Db {
  if (file !== undefined) makePrivate(file);
  try {
    const db = new Database(file ?? ':memory:', { timeout: 5000 });
    try {
      prepareFile(db, file);
    } catch (error) {
      db.close();
      throw error;
    }
    return db;
  } catch (error) {
    throw asStoreError(error, file);
  }
}

/** It contains personal data and the key. */
function makePrivate(file: string): void {
  try {
    if (!isFolder(dirname(file))) throw noFolder(file);
    if (!createPrivate(file)) tightenDatabase(file);
  } catch (error) {
    if (error instanceof SpmError) throw error;
    const code = failureCode(error, 'SPM_STORE_UNAVAILABLE');
    throw new SpmError(code, `The sandbox's data file ${file} cannot be created`, {
      cause: reasonFor(error),
      hint: hintFor(error),
    });
  }
}

const noFolder = (file: string): SpmError =>
  new SpmError('SPM_STORE_UNAVAILABLE', `The sandbox's data file ${file} cannot be created`, {
    cause: `the folder ${dirname(file)} does not exist`,
    hint: 'Create the folder first, or pass another file with --data.',
  });

function prepareFile(db: Db, file: string | undefined): void {
  claim(db, file);
  // A sandbox may lose the last commits in a power cut, but not the file.
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  db.pragma('cache_size = -65536');
}

function claim(db: Db, file: string | undefined): void {
  const identify = db.transaction(() => {
    const owner = db.pragma('application_id', { simple: true });
    const format = Number(db.pragma('user_version', { simple: true }));
    const tables = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get();
    if (owner !== APPLICATION_ID && tables !== 0) {
      throw new SpmError('SPM_STORE_CORRUPT', `${file} is not the data file of a sandbox`, {
        cause: 'it is an SQLite database of another program',
        hint: 'Pass another file with --data.',
      });
    }
    if (format > FORMAT) {
      throw new SpmError(
        'SPM_STORE_NEWER',
        `${file} was written by a newer version of the sandbox`,
        {
          cause: `its format is ${format}, but this version reads up to ${FORMAT}`,
          hint: 'Update spm-connect, or pass a new file with --data.',
        },
      );
    }
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.pragma(`user_version = ${FORMAT}`);
    db.exec('CREATE TABLE IF NOT EXISTS sandbox (name TEXT PRIMARY KEY, value TEXT NOT NULL)');
  });
  identify.immediate();
}

/** The SpmError for a failure of the data file; an SpmError is returned unchanged. */
export function asStoreError(error: unknown, file: string | undefined): SpmError {
  if (error instanceof SpmError) return error;
  const code = error instanceof Database.SqliteError ? error.code : '';
  const hint =
    'Free some space and check the permissions. The file is next to the store, or at the path of --data.';
  const message = `The sandbox's data file ${file} cannot be used`;
  if (/NOTADB|CORRUPT/.test(code)) {
    return new SpmError('SPM_STORE_CORRUPT', message, { cause: error, hint });
  }
  if (/READONLY/.test(code)) {
    return new SpmError('SPM_STORE_READ_ONLY', message, { cause: error, hint });
  }
  if (/FULL/.test(code)) return new SpmError('SPM_STORE_FULL', message, { cause: error, hint });
  if (/BUSY|LOCKED/.test(code))
    return new SpmError('SPM_STORE_BUSY', message, { cause: error, hint });
  return new SpmError('SPM_STORE_UNAVAILABLE', message, { cause: error, hint });
}

/** The key of the file: the given one, else the stored one, else a new one. */
export function sandboxKey(db: Db, given: string | undefined): string {
  if (given !== undefined && !KEY_PATTERN.test(given)) {
    throw new SpmError('SPM_INVALID_VALUE', 'The key of the sandbox is invalid', {
      cause: 'a key has 20 to 64 letters, digits and hyphens',
      hint: 'Remove --key to get a random one.',
    });
  }
  db.prepare("INSERT OR IGNORE INTO sandbox (name, value) VALUES ('key', ?)").run(
    given ?? `sandbox-${randomBytes(16).toString('hex')}`,
  );
  if (given !== undefined) return given;
  return db.prepare("SELECT value FROM sandbox WHERE name = 'key'").pluck().get() as string;
}
