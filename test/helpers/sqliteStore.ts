/** A SQLite store whose redactor knows no secret, unless a test gives it one. */
import type { Store } from '../../src/runtime/ports/store.ts';
import { Redactor } from '../../src/runtime/security/redactor.ts';
import {
  openSqliteStore as open,
  type SqliteStoreOptions,
} from '../../src/runtime/store/sqlite/open.ts';

export const openSqliteStore = (
  options: Pick<SqliteStoreOptions, 'path' | 'now'> & Partial<SqliteStoreOptions>,
): Promise<Store> => open({ redactor: new Redactor(), cipher: null, ...options });
