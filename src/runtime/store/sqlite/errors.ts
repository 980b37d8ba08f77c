/** SQLite's failures as errors for an operator. */
import { type ErrorCode, SpmError } from '../../../errors.js';
import { Database } from './driver.js';

interface Failure {
  /** Start of SQLite's result code; extended codes start with their primary code. */
  prefix: string;
  code: ErrorCode;
  message(path: string): string;
  hint: string;
}

const FAILURES: readonly Failure[] = [
  {
    prefix: 'SQLITE_NOTADB',
    code: 'SPM_STORE_CORRUPT',
    message: (path) => `${path} is not an SQLite database`,
    hint: 'Check the path of the store, or restore a backup of it.',
  },
  {
    prefix: 'SQLITE_CORRUPT',
    code: 'SPM_STORE_CORRUPT',
    message: (path) => `The store ${path} is damaged`,
    hint: 'Restore a backup, or move the file away to start with an empty store.',
  },
  {
    prefix: 'SQLITE_READONLY',
    code: 'SPM_STORE_READ_ONLY',
    message: (path) => `The store ${path} cannot be written`,
    hint: 'Give this user write permission on the file and its folder.',
  },
  {
    prefix: 'SQLITE_FULL',
    code: 'SPM_STORE_FULL',
    message: (path) => `No space is left for the store ${path}`,
    hint: 'Free disk space, then run the command again. Committed data is intact.',
  },
  {
    prefix: 'SQLITE_BUSY',
    code: 'SPM_STORE_BUSY',
    message: (path) => `Another process has locked the store ${path}`,
    hint: 'Wait for the other process or end it, then run the command again.',
  },
  {
    prefix: 'SQLITE_LOCKED',
    code: 'SPM_STORE_BUSY',
    message: (path) => `Another connection has locked the store ${path}`,
    hint: 'Wait for the other connection, then run the command again.',
  },
  {
    prefix: 'SQLITE_',
    code: 'SPM_STORE_UNAVAILABLE',
    message: (path) => `The store ${path} reported an error`,
    hint: 'Check the disk and the permissions of the file and its folder.',
  },
];

/** Returns an SpmError for an error of SQLite, and any other error unchanged. */
export function storeError(error: unknown, path: string): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  const failure = FAILURES.find(({ prefix }) => error.code.startsWith(prefix));
  if (failure === undefined) return error;
  return new SpmError(failure.code, failure.message(path), {
    cause: error,
    hint: failure.hint,
    details: { path, sqlite: error.code },
  });
}
