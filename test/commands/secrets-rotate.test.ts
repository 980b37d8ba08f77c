/** `secrets rotate`, through the binary, on stores of the kit and of earlier versions. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { makeSecretCipher } from '../../src/runtime/security/secrets.ts';
import { ROOT, run, runJson } from '../helpers/cli.ts';
import { project, type TestProject } from '../helpers/project.ts';
import { openSqliteStore } from '../helpers/sqliteStore.ts';

const OLD = 'cd'.repeat(32);
const NEW = '1a'.repeat(32);
const TOKEN = 'int-kitmade0123456789abcdef1';

const open: TestProject[] = [];
afterEach(() => {
  for (const folder of open.splice(0)) folder.remove();
});

const CONNECTOR = `import { defineIntegration } from 'spm-connect/kit';
export default defineIntegration({
  slug: 'kitty',
  meta: { name: 'Kitty', version: '1.0.0' },
  configSchema: { fields: [
    { key: 'country', type: 'text', label: 'Country' },
    { key: 'apiKey', type: 'text', label: 'Key', sensitive: true },
  ] },
  parseSettings: (raw: { country: string; apiKey: string }) => raw,
  testConnection: async ({ settings: { country, apiKey }, state }) =>
    country === 'FR' && apiKey === 'partner-key-shop-1' && (await state.get('note')) === 'a "note"',
  syncSteps: [],
});
`;

function given(): TestProject {
  const folder = project({
    'spm-connect.config.json': '{ "connector": "./connector.ts" }',
    'connector.ts': CONNECTOR,
  });
  mkdirSync(folder.file('.spm'));
  open.push(folder);
  return folder;
}

interface Row {
  installation_id: string;
  key: string;
  value: string;
  encrypted: number;
  updated_at: string;
}

function rowsOf(path: string): Row[] {
  const db = new Database(path, { readonly: true });
  const rows = db
    .prepare<[], Row>(
      'SELECT installation_id, key, value, encrypted, updated_at FROM integration_state ORDER BY 1, 2',
    )
    .all();
  db.close();
  return rows;
}

/** The state as a program with one key reads it: of each row, the value and whether it is encrypted. */
function textsWith(key: string, rows: readonly Row[]): Record<string, string> {
  const cipher = makeSecretCipher(key);
  return Object.fromEntries(
    rows.map(({ installation_id: id, key: name, value, encrypted }) => [
      `${id}/${name}`,
      encrypted ? cipher.decrypt(value, `${id}:${name}`) : value,
    ]),
  );
}

const rotate = (folder: TestProject, ring: string) =>
  runJson(['secrets', 'rotate'], {
    cwd: folder.path,
    env: { SPM_CREDENTIALS_KEY: ring },
  });

describe.each([4, 6, 9])('a store of the kit at schema %i', (schema) => {
  const kitStore = () => {
    const folder = given();
    const path = folder.file('.spm/store.sqlite');
    copyFileSync(join(ROOT, `test/fixtures/kit-stores/schema-${schema}.sqlite`), path);
    return { folder, path };
  };

  it('has the same texts under the new key, and none under the old', async () => {
    const { folder, path } = kitStore();
    const before = rowsOf(path);
    const { code, document } = await rotate(folder, `${NEW},${OLD}`);
    expect([code, document.data]).toMatchObject([
      0,
      { installations: 2, dead_letters: 0, positions: 0, converted: 0 },
    ]);
    const after = rowsOf(path);
    expect(textsWith(NEW, after)).toEqual(textsWith(OLD, before));
    const sealed = after.filter(({ encrypted }) => encrypted);
    expect(sealed).toHaveLength(document.data.values);
    for (const row of sealed) expect(() => textsWith(OLD, [row])).toThrow(/cannot be decrypted/);
    const others = ({ value: _, ...row }: Row) => row;
    expect(after.map(others)).toEqual(before.map(others));
    const again = await rotate(folder, NEW);
    expect([again.code, again.document.data.values]).toEqual([0, sealed.length]);
  });

  it('stays as it is when no key of the ring decrypts it, or another process works on a shop', async () => {
    const { folder, path } = kitStore();
    const before = rowsOf(path);
    const wrong = await rotate(folder, NEW);
    expect([wrong.code, wrong.document.error?.code]).toEqual([78, 'SPM_SECRET_INVALID']);
    const none = await run(['secrets', 'rotate'], { cwd: folder.path });
    expect([none.code, none.stderr]).toEqual([78, expect.stringContaining('SPM_SECRET_MISSING')]);
    const store = await openSqliteStore({ path, now: Date.now });
    const owner = { host: 'elsewhere', pid: 1, id: 'other' };
    await store.leases.acquire('shop-2', owner, 60_000, Date.now());
    await store.close();
    const busy = await rotate(folder, `${NEW},${OLD}`);
    expect([busy.code, busy.document.error?.code]).toEqual([75, 'SPM_LEASE_HELD']);
    expect(rowsOf(path)).toEqual(before);
  });
});

describe('a store of an earlier version', () => {
  /** It stored every value as JSON, and settings under the keys of their fields. */
  async function formerStore() {
    const folder = given();
    const path = folder.file('.spm/store.sqlite');
    const store = await openSqliteStore({ path, now: () => 0 });
    await store.installations.save({ installationId: 'shop-1' }, 0);
    await store.close();
    const cipher = makeSecretCipher(OLD);
    const db = new Database(path);
    db.exec(`DELETE FROM spm_migrations WHERE version >= 11;
  DROP TABLE spm_state_form; DROP TABLE spm_schedule; DROP TABLE spm_webhook; DROP TABLE spm_lifecycle;`);
    const values = {
      ...{ __access_token: TOKEN, country: 'FR', apiKey: 'partner-key-shop-1' },
      ...{ note: 'a "note"', count: 5, gone: null },
    };
    for (const [key, value] of Object.entries(values))
      db.prepare("INSERT INTO integration_state VALUES ('shop-1', ?, ?, 1, ?)").run(
        key,
        cipher.encrypt(JSON.stringify(value), `shop-1:${key}`),
        new Date(1000).toISOString(),
      );
    db.close();
    return { folder, path };
  }

  it("has the kit's form afterwards, its settings too", async () => {
    const { folder, path } = await formerStore();
    const { code, document } = await rotate(folder, `${NEW},${OLD}`);
    expect([code, document.data]).toMatchObject([0, { values: 6, converted: 6 }]);
    expect(textsWith(NEW, rowsOf(path))).toEqual({
      'shop-1/__access_token': TOKEN,
      'shop-1/cfg': '{"country":"FR"}',
      'shop-1/cfgsec:apiKey': 'partner-key-shop-1',
      'shop-1/count': '5',
      'shop-1/note': 'a "note"',
    });
    const { code: activated } = await run(['installations', 'activate', 'shop-1'], {
      cwd: folder.path,
      env: { SPM_CREDENTIALS_KEY: NEW },
    });
    expect(activated).toBe(0);
  });

  it('is told as people read it', async () => {
    const { folder } = await formerStore();
    const { stdout } = await run(['secrets', 'rotate'], {
      cwd: folder.path,
      env: { SPM_CREDENTIALS_KEY: `${NEW},${OLD}` },
    });
    expect(stdout).toContain('encrypted with the newest key: 6 values of 1 installation');
    expect(stdout).toContain('remove them from SPM_CREDENTIALS_KEY');
  });

  it('stays as it is when the connector, whose form its settings need, does not load', async () => {
    const { folder, path } = await formerStore();
    const before = rowsOf(path);
    folder.write('connector.ts', "throw new Error('no');\n");
    const { code } = await rotate(folder, `${NEW},${OLD}`);
    expect(code).toBe(78);
    expect(rowsOf(path)).toEqual(before);
  });
});
