import { expect, it } from 'vitest';
import { listInstallations } from '../../../src/runtime/installations/list.js';
import { openMemoryStore } from '../../helpers/memoryStore.js';

const DAY = 86_400_000;

it('filters by status and time, in the order of the ids', async () => {
  const store = openMemoryStore();
  for (const [n, installationId] of ['c', 'a', 'b'].entries())
    await store.installations.save({ installationId }, n * DAY);
  await store.installations.setStatus('a', { from: 'inactive', to: 'active' }, 0);
  const ids = async (filter = {}) =>
    (await listInstallations(store, filter)).installations.map((one) => one.installation_id);
  expect(await ids()).toEqual(['a', 'b', 'c']);
  expect(await ids({ status: 'active' })).toEqual(['a']);
  expect(await ids({ since: DAY })).toEqual(['a', 'b']);
  expect(await ids({ limit: 1 })).toEqual(['a']);
  expect(await listInstallations(store, { since: DAY, limit: 1 })).toMatchObject({ total: 2 });
});

it('has the last run of each', async () => {
  const store = openMemoryStore();
  await store.installations.save({ installationId: 'a' }, 0);
  const owner = { host: 'h', pid: 1, id: 'me' };
  const taken = await store.leases.acquire('a', owner, 1000, 0);
  if (!taken.acquired) throw new Error('held');
  const { run } = await store.fenced.openRun(taken.lease, 5);
  expect((await listInstallations(store)).installations).toMatchObject([
    { installation_id: 'a', last_run: { id: run.id, status: 'running', finished_at: null } },
  ]);
});
