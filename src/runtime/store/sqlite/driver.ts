/**
 * The SQLite driver. Loaded with require: for an import, Node would search its source for the names that it exports.
 */
import { createRequire } from 'node:module';
import type * as driver from 'better-sqlite3';

const require = createRequire(import.meta.url);

export const Database: typeof driver.default = require('better-sqlite3');
export type Database = driver.Database;
export type Statement = driver.Statement<unknown[], unknown>;
