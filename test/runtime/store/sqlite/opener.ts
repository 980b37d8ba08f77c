/**
 * A separate process that opens each store given as an argument. Prints `ok` or the error's code for each; with
 * OPEN_TO_READ, prints its first run and the outcome of a write.
 */
import { SpmError } from '../../../../src/errors.js';
import { Redactor } from '../../../../src/runtime/security/redactor.js';
import { openStoreToRead } from '../../../../src/runtime/store/sqlite/reading.js';
import { openSqliteStore } from '../../../helpers/sqliteStore.js';

async function open(path: string): Promise<string> {
  const store = await openSqliteStore({ path, now: () => 0 });
  await store.close();
  return 'ok';
}

async function read(path: string): Promise<string> {
  const store = await openStoreToRead({
    path,
    now: () => 0,
    redactor: new Redactor(),
    cipher: null,
  });
  const run = await store.runs.get(1);
  const written = await told(store.installations.save({ installationId: 'i' }, 0).then(() => 'ok'));
  await store.close();
  return `${run?.status} ${written}`;
}

const told = (text: Promise<string>) =>
  text.catch((error: unknown) => (error instanceof SpmError ? error.code : String(error)));

const { OPEN_AS_UID, OPEN_TO_READ } = process.env;
if (OPEN_AS_UID !== undefined) process.setuid?.(Number(OPEN_AS_UID));
for (const path of process.argv.slice(2))
  process.stdout.write(`${await told(OPEN_TO_READ ? read(path) : open(path))}\n`);
