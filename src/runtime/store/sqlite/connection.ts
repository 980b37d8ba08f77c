/** One SQLite connection with cached statements and atomic reads and writes. */
import { SpmError } from '../../../errors.js';
import { Database, type Statement } from './driver.js';
import { storeError } from './errors.js';
import { IN_MEMORY, prepareFile } from './file.js';
import { PATIENCE, type Patience, whileLocked } from './patience.js';
import { Writes } from './writes.js';

export type Params = Readonly<Record<string, string | number | null>>;

export interface Connection {
  readonly db: Database;
  all<Row>(sql: string, params?: Params): Row[];
  get<Row>(sql: string, params?: Params): Row | undefined;
  /** Returns the number of changed rows and the id of the last inserted row. */
  run(sql: string, params?: Params): { changes: number; id: number };
  /** Runs statements that only read, after the writes that were asked for before. */
  read<T>(act: () => T): Promise<T>;
  /** Runs statements atomically, and commits. */
  write<T>(act: () => T): Promise<T>;
  /** Closes the database after the writes that were asked for before. */
  close(): Promise<void>;
}

/** How long SQLite itself waits for a lock. It blocks the whole process meanwhile. */
const BUSY_TIMEOUT_MS = 100;

/** Opens the file, and creates it and its folder when missing. Throws SPM_STORE_*. */
export function connect(path: string, patience = PATIENCE): Connection {
  prepareFile(path);
  try {
    return makeConnection(openDatabase(path), path, { patience });
  } catch (error) {
    throw storeError(error, path);
  }
}

function openDatabase(path: string): Database {
  const db = new Database(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    if (path !== IN_MEMORY) db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** With `readOnly`, every write rejects with SPM_STORE_READ_ONLY. */
export function makeConnection(
  db: Database,
  path: string,
  { readOnly = false, patience = PATIENCE }: { readOnly?: boolean; patience?: Patience } = {},
): Connection {
  const statements = new Map<string, Statement>();
  const prepare = (sql: string) => {
    const known = statements.get(sql);
    if (known) return known;
    const statement = db.prepare<unknown[], unknown>(sql);
    statements.set(sql, statement);
    return statement;
  };
  const guard = async <T>(act: () => T): Promise<T> => {
    const once = () => {
      if (!db.open) throw closedError(path);
      return act();
    };
    return whileLocked(once, path, patience);
  };
  const writes = new Writes(db, guard);
  return {
    db,
    all: <Row>(sql: string, params: Params = {}) => prepare(sql).all(params) as Row[],
    get: <Row>(sql: string, params: Params = {}) => prepare(sql).get(params) as Row | undefined,
    run: (sql, params = {}) => {
      const { changes, lastInsertRowid } = prepare(sql).run(params);
      return { changes, id: Number(lastInsertRowid) };
    },
    read: async (act) => {
      await writes.settled();
      return guard(act);
    },
    write: async (act) => {
      if (readOnly) throw readOnlyError(path);
      return writes.add(act);
    },
    close: async () => {
      await writes.settled();
      db.close();
    },
  };
}

function closedError(path: string): SpmError {
  return new SpmError('SPM_STORE_UNAVAILABLE', `The store ${path} is closed`, {
    cause: 'it was used after close()',
  });
}

function readOnlyError(path: string): SpmError {
  return new SpmError('SPM_STORE_READ_ONLY', `The store ${path} cannot be written`, {
    cause: 'it was opened for reading',
  });
}
