/** Run as a process of its own: opens each store given as an argument. Prints the code of a failure. */
import { SpmError } from '../../../../src/errors.js';
import { openSqliteStore } from '../../../../src/runtime/store/sqlite/open.js';

try {
  for (const path of process.argv.slice(2)) {
    const store = await openSqliteStore({ path, now: () => 0 });
    await store.close();
  }
} catch (error) {
  process.stdout.write(`${error instanceof SpmError ? error.code : error}\n`);
  process.exitCode = 1;
}
