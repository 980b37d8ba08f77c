/** Run as a process of its own: opens each store given as an argument. Prints `ok` or the error's code for each. */
import { SpmError } from '../../../../src/errors.js';
import { openSqliteStore } from '../../../helpers/sqliteStore.js';

async function open(path: string): Promise<string> {
  try {
    const store = await openSqliteStore({ path, now: () => 0 });
    await store.close();
    return 'ok';
  } catch (error) {
    return error instanceof SpmError ? error.code : String(error);
  }
}

const { OPEN_AS_UID } = process.env;
if (OPEN_AS_UID !== undefined) process.setuid?.(Number(OPEN_AS_UID));
for (const path of process.argv.slice(2)) process.stdout.write(`${await open(path)}\n`);
