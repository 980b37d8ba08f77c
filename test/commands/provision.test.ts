/** `provision` through the built binary, on a sandbox whose requests are seen. */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/runtime/ports/store.js';
import { readProvisioned } from '../../src/runtime/provisioned.js';
import { makeInstallationState } from '../../src/runtime/state.js';
import { type RunningSandbox, startSandbox } from '../../src/sandbox/index.js';
import { savedPlan } from '../../src/schemas/provision.js';
import { finished, run, runJson, start } from '../helpers/cli.js';
import { CONFIG, connectorSource, project, type TestProject } from '../helpers/project.js';
import { openSqliteStore } from '../helpers/sqliteStore.js';

const TABLES = ['Card', 'Visit', 'Note'];
const table = (name: string, extra = '') =>
  `{ name: '${name}', fields: [{ name: 'f', type: 'number' }${extra}] }`;
const related = `{ name: 'Visit', fields: [{ name: 'card', type: 'number' }],
  relationships: [{ sourceField: 'card', targetSchemaType: 'custom', targetSchema: 'Card' }] }`;
const EVENTS = "events: [{ code_name: 'sale', name: { en: 'Sale' } }]";
const SOURCES = "dataSources: [{ key: 'till', decl: { label: 'Till', type: 'api' } }]";
const PLAN = `{ ${SOURCES}, customData: [${table('Card')}, ${related}, ${table('Note')}], ${EVENTS} }`;

let sandbox: RunningSandbox;
let folder: TestProject;
beforeEach(async () => {
  sandbox = await startSandbox();
  folder = project({ 'spm-connect.config.mjs': CONFIG });
  plan(PLAN);
});
afterEach(async () => {
  folder.remove();
  await sandbox.stop();
});

const plan = (provisioning: string) =>
  folder.write('connector.mjs', connectorSource({ provisioning }));
const env = () => ({ SPM_ACCESS_TOKEN: sandbox.key });
const provision = (...args: string[]) =>
  runJson(['provision', '--target', sandbox.baseUrl, ...args], { cwd: folder.path, env: env() });
const writes = () => sandbox.requests.filter(({ method }) => method !== 'GET').length;
const statuses = ({ document }: Awaited<ReturnType<typeof provision>>) =>
  document.data.outcomes.map(({ key, status }: { key: string; status: string }) => [key, status]);

async function withStore<T>(use: (store: Store) => Promise<T>): Promise<T> {
  const path = join(folder.path, '.spm', 'store.sqlite');
  const store = await openSqliteStore({ path, now: Date.now });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

const stateOf = (store: Store, id: string) =>
  makeInstallationState(store, id, null, Date.now, { allowPlaintext: true });

const recordedIds = (id: string) => withStore((store) => readProvisioned(stateOf(store, id)));

describe('provision --dry-run', () => {
  it('writes nothing to the shop, and saves what would be done', async () => {
    const { code, document } = await provision('--dry-run', '--out', 'saved.json');
    expect(code).toBe(0);
    expect(writes()).toBe(0);
    expect(document.data).toMatchObject({ dry_run: true, outcomes: null });
    const saved = JSON.parse(readFileSync(folder.file('saved.json'), 'utf8'));
    expect(savedPlan.parse(saved).diff).toEqual(document.data.diff);
    expect(saved.diff.summary).toMatchObject({ create: 5 });
  });

  it('ends with 1 at a conflict, which is for a person to solve', async () => {
    plan(`{ dataSources: [{ key: 'a', decl: { label: 'A', type: 'api', parent_id: 99 } }] }`);
    const { code, document } = await provision('--dry-run', '--detailed-exitcode');
    expect(code).toBe(1);
    expect(document.data.diff.changes).toMatchObject([{ reason: 'missing-parent' }]);
  });
});

describe('provision --plan', () => {
  it('does what was saved, once; afterwards nothing is left, and nothing is written', async () => {
    await provision('--dry-run', '--out', 'saved.json');
    const done = await provision('--plan', 'saved.json');
    expect(done.code).toBe(0);
    expect(statuses(done)).toEqual(
      ['till', 'Card', 'Visit', 'Note', 'sale'].map((key) => [key, 'applied']),
    );
    const count = writes();
    const stale = await provision('--plan', 'saved.json');
    expect(stale).toMatchObject({ code: 1, document: { error: { code: 'SPM_SAVED_PLAN_STALE' } } });
    expect(stale.document.error?.details?.changed).toContain('shop: event sale is new');
    const again = await provision('--dry-run', '--detailed-exitcode');
    expect(again.code).toBe(0);
    expect((await provision()).document.data.diff.summary).toMatchObject({ unchanged: 5 });
    expect(writes()).toBe(count);
  });

  it('refuses when the connector, the store or the target changed since, and says what', async () => {
    await provision('--dry-run', '--out', 'saved.json');
    plan(PLAN.replace("name: 'Note'", "name: 'Remark'"));
    const other = await provision('--plan', 'saved.json');
    expect(other.document.error?.details?.changed).toEqual([
      "connector's plan: custom data Note is gone",
      "connector's plan: custom data Remark is new",
    ]);
    plan(PLAN);
    const id = JSON.parse(readFileSync(folder.file('saved.json'), 'utf8')).installation_id;
    await withStore((store) =>
      stateOf(store, id).setJson('__provisioning', { sourceIds: { till: 7 }, defIds: {} }),
    );
    const recorded = await provision('--plan', 'saved.json');
    expect(recorded.document.error?.details?.changed).toEqual([
      'store: id of data source till is new',
    ]);
    const elsewhere = await runJson(['provision', '--plan', 'saved.json'], { cwd: folder.path });
    expect(elsewhere).toMatchObject({
      code: 1,
      document: { error: { code: 'SPM_SAVED_PLAN_STALE' } },
    });
    expect(elsewhere.document.error?.cause).toContain(
      `target: ${sandbox.baseUrl} then, sandbox now`,
    );
    expect(writes()).toBe(0);
  });

  it.each([
    [['--plan', 'none.json'], 64, 'SPM_SAVED_PLAN_INVALID'],
    [['--plan', 'connector.mjs'], 64, 'SPM_SAVED_PLAN_INVALID'],
    [['--out', 'x.json'], 64, 'SPM_USAGE'],
    [['--dry-run', '--out', 'nowhere/x.json'], 1, 'SPM_WRITE_FAILED'],
    [['--all', '--installation', 'x'], 64, 'SPM_USAGE'],
    [['--installation', 'x'], 64, 'SPM_UNKNOWN_INSTALLATION'],
  ])('refuses %j', async (args, code, error) => {
    expect(await provision(...args)).toMatchObject({ code, document: { error: { code: error } } });
    expect(writes()).toBe(0);
  });
});

describe('what fails in part', () => {
  it('does the rest, says why, keeps the ids, and goes on in the next run', async () => {
    plan(PLAN.replace(table('Card'), table('Card', ", { name: 'id', type: 'text' }")));
    const first = await provision();
    expect(first.code).toBe(1);
    const outcomes = new Map<string, { status: string; message: string | null; id: number }>(
      first.document.data.outcomes.map((one: { key: string }) => [one.key, one]),
    );
    expect(outcomes.get('Card')).toMatchObject({ status: 'failed' });
    expect(outcomes.get('Card')?.message).toContain('must be a column name');
    expect(outcomes.get('Visit')).toMatchObject({
      status: 'skipped',
      message: 'skipped because customData:Card failed',
    });
    for (const key of ['till', 'Note', 'sale'])
      expect(outcomes.get(key)).toMatchObject({ status: 'applied' });
    const kept = await recordedIds(first.document.data.installation_id);
    expect(kept).toEqual({
      sourceIds: { till: outcomes.get('till')?.id },
      defIds: { Note: outcomes.get('Note')?.id },
    });
    plan(PLAN);
    const human = await run(['provision', '--target', sandbox.baseUrl], {
      cwd: folder.path,
      env: env(),
    });
    expect(human.stdout).toContain('2 created, 3 unchanged.');
    const all = await recordedIds(first.document.data.installation_id);
    expect(all).toMatchObject(kept);
    expect(Object.keys(all.defIds).sort()).toEqual([...TABLES].sort());
  });

  it('survives SIGKILL at any moment: what exists is adopted, nothing comes twice', async () => {
    for (const after of [1, 3, 6]) {
      sandbox.reset();
      const begun = writes();
      const child = start(['provision', '--target', sandbox.baseUrl], {
        cwd: folder.path,
        env: env(),
      });
      const ended = finished(child);
      // The process dies after the request, before its answer arrives.
      while (writes() - begun < after && child.exitCode === null)
        await new Promise((resolve) => setImmediate(resolve));
      child.kill('SIGKILL');
      await ended;
      await withStore(async (store) => {
        for (const lease of await store.leases.list()) await store.leases.release(lease);
      });
      const next = await provision();
      expect(next.code).toBe(0);
      expect(sandbox.state.counts()).toMatchObject({
        'data-sources': 2,
        'custom-data-definitions': 3,
        events: 1,
      });
      const names = sandbox.state.list('custom-data-definitions').map(({ name }) => name);
      expect(names.map(String).sort()).toEqual([...TABLES].sort());
    }
  }, 120_000);

  it('leaves a shop alone that another process works on', async () => {
    await provision('--dry-run', '--out', 'saved.json');
    const id = JSON.parse(readFileSync(folder.file('saved.json'), 'utf8')).installation_id;
    await withStore(async (store) => {
      const owner = { host: hostname(), pid: process.pid, id: 'another' };
      await store.leases.acquire(id, owner, 60_000, Date.now());
      const { code, document } = await provision();
      expect({ code, error: document.error?.code }).toEqual({ code: 75, error: 'SPM_LEASE_HELD' });
    });
    expect(writes()).toBe(0);
  });
});

describe('several shops', () => {
  async function register(...ids: [string, token: string][]): Promise<void> {
    await withStore(async (store) => {
      for (const [installationId, token] of ids) {
        await store.installations.save({ installationId }, Date.now());
        await store.installations.setStatus(
          installationId,
          { from: 'inactive', to: 'active' },
          Date.now(),
        );
        await stateOf(store, installationId).set('__access_token', token);
      }
    });
  }

  it('are provisioned with --all; one that fails does not stop the others', async () => {
    plan(`{ customData: [${table('Card')}], ${EVENTS} }`);
    await register(
      ['north', sandbox.key],
      ['east', 'a-token-that-is-refused'],
      ['south', sandbox.key],
    );
    const { code, document } = await provision('--all');
    expect(code).toBe(1);
    const shops = new Map<string, { error: { code: string } | null }>(
      document.data.shops.map((one: { installation_id: string }) => [one.installation_id, one]),
    );
    expect(shops.get('east')).toMatchObject({
      report: null,
      error: { code: 'SPM_API_UNAUTHORIZED' },
    });
    for (const id of ['north', 'south']) {
      expect(shops.get(id)).toMatchObject({ error: null });
      expect(Object.keys((await recordedIds(id)).defIds)).toEqual(['Card']);
    }
    // Both are one shop of the sandbox: the second one adopted the resources of the first.
    expect(sandbox.state.counts()).toMatchObject({ 'custom-data-definitions': 1, events: 1 });
    const human = await run(['provision', '--target', sandbox.baseUrl, '--all', '--dry-run'], {
      cwd: folder.path,
      env: env(),
    });
    expect(human.stdout).toMatch(/^east +failed +SPM_API_UNAUTHORIZED$/m);
    expect(human.stdout).toMatch(/^north +unchanged +2 unchanged\.$/m);
  });

  it('in production need a yes', async () => {
    await register(['north', sandbox.key]);
    const production = (...args: string[]) =>
      runJson(['provision', '--target', 'production', ...args], {
        cwd: folder.path,
        env: { SHOPIMIND_CORE_API_BASE: sandbox.baseUrl, SPM_CREDENTIALS_KEY: '0'.repeat(64) },
      });
    const asked = await production();
    expect(asked).toMatchObject({ code: 64, document: { error: { code: 'SPM_MISSING_INPUT' } } });
    expect(writes()).toBe(0);
    const { code, document } = await production('--yes', '--installation', 'north');
    expect(code).toBe(0);
    expect(document.data).toMatchObject({ installation_id: 'north', target: 'production' });
    expect(sandbox.state.count('custom-data-definitions')).toBe(3);
  });
});
