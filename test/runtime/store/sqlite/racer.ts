/** A separate process: at a given time, it activates each installation of a store and prints those that changed. */
import { once } from 'node:events';
import { openSqliteStore } from '../../../helpers/sqliteStore.js';

const store = await openSqliteStore({ path: process.argv[2] ?? '', now: () => 0 });
const ids = (await store.installations.list()).map(({ installationId }) => installationId);
process.stdout.write('ready\n');
const [start] = await once(process.stdin, 'data');
while (Date.now() < Number(start));
for (const id of ids) {
  const activated = await store.installations.setStatus(id, { from: 'inactive', to: 'active' }, 0);
  if (activated) process.stdout.write(`${id}\n`);
}
await store.close();
