/** Stores of the ecosystem's kit and of earlier releases can be read and written. New texts are plain. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readStoredSettings } from '../../../../src/runtime/installations/stored-settings.ts';
import { readProvisioned } from '../../../../src/runtime/provisioned.ts';
import { makeSecretCipher } from '../../../../src/runtime/security/secrets.ts';
import {
  makeInstallationState,
  readAccessToken,
  readInboundSecret,
} from '../../../../src/runtime/state.ts';
import { openSqliteStore } from '../../../helpers/sqliteStore.ts';

const T0 = Date.UTC(2026, 11, 1);
const now = () => T0;
const cipher = makeSecretCipher('cd'.repeat(32));
const TOKEN = 'int-kitmade0123456789abcdef1';

let folder: string;
let files = 0;
const newPath = () => join(folder, `${++files}.sqlite`);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'spm-kit-stores-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function kitStore(schema: number): string {
  const path = newPath();
  const source = new URL(`../../../fixtures/kit-stores/schema-${schema}.sqlite`, import.meta.url);
  copyFileSync(fileURLToPath(source), path);
  return path;
}

async function opened(path: string) {
  const store = await openSqliteStore({ path, now });
  return { store, state: makeInstallationState(store, 'shop-1', cipher, now) };
}

/** The decrypted value of a row, as another program reads it. */
function rawText(path: string, key: string): string | undefined {
  const db = new Database(path);
  const row = db
    .prepare<[string], { value: string; encrypted: number }>(
      "SELECT value, encrypted FROM integration_state WHERE installation_id = 'shop-1' AND key = ?",
    )
    .get(key);
  db.close();
  return row && (row.encrypted ? cipher.decrypt(row.value, `shop-1:${key}`) : row.value);
}

describe.each([4, 6, 9])('a store of the kit at schema %i', (schema) => {
  it('is read: token, secret, settings, ids, texts', async () => {
    const { store, state } = await opened(kitStore(schema));
    expect(await readAccessToken(state)).toBe(TOKEN);
    expect(await readInboundSecret(state)).toBe(`insec_${'0f'.repeat(24)}`);
    const fields = [{ key: 'country' }, { key: 'apiKey', sensitive: true }];
    expect(await readStoredSettings(state, fields)).toEqual({
      ...{ country: 'FR', apiKey: 'partner-key-shop-1' },
    });
    expect(await readProvisioned(state)).toEqual({
      sourceIds: { main: 11 },
      defIds: { Store: 21 },
    });
    const texts = { number: '12345', flag: 'true', object: '{"a":1}', secret: 'plain text' };
    for (const [key, text] of Object.entries(texts))
      expect([key, await state.get(key)]).toEqual([key, text]);
    expect(
      await store.cursors.get({ installationId: 'shop-1', entity: 'orders', sourceKey: 'main' }),
    ).toMatchObject({
      // Version 5 added the column.
      consecutiveFailures: schema === 4 ? 0 : 2,
    });
    expect((await store.runs.list()).map(({ startedAt }) => startedAt)).toEqual([
      Date.UTC(2026, 10, 1, 11),
      Date.UTC(2026, 10, 1, 10),
    ]);
    await store.close();
  });

  it('keeps what it holds, and takes texts bare', async () => {
    const path = kitStore(schema);
    const before = ['__access_token', 'cfg', 'cfgsec:apiKey', 'number', 'object'].map((key) => [
      key,
      rawText(path, key),
    ]);
    const { store, state } = await opened(path);
    await state.set('number', '67890');
    await state.setSecret('__access_token', 'int-another');
    await state.set('quoted', '"quoted"');
    await store.close();
    expect(before).toEqual([
      ['__access_token', TOKEN],
      ['cfg', '{"country":"FR"}'],
      ['cfgsec:apiKey', 'partner-key-shop-1'],
      ['number', '12345'],
      ['object', '{"a":1}'],
    ]);
    expect(
      ['number', '__access_token', 'quoted', 'object'].map((key) => rawText(path, key)),
    ).toEqual([...['67890', 'int-another', '"quoted"', '{"a":1}']]);
    const again = await opened(path);
    expect(await again.state.get('quoted')).toBe('"quoted"');
    await again.store.close();
  });
});

/** A store as the previous version left it: every value is JSON. */
async function formerStore(values: Record<string, unknown>, path = newPath()): Promise<string> {
  await (await openSqliteStore({ path, now })).close();
  const db = new Database(path);
  db.exec(`DELETE FROM spm_migrations WHERE version >= 11;
  DROP TABLE spm_state_form; DROP TABLE spm_schedule; DROP TABLE spm_webhook; DROP TABLE spm_lifecycle;`);
  const insert = db.prepare(
    "INSERT INTO integration_state (installation_id, key, value, encrypted, updated_at) VALUES ('shop-1', ?, ?, 1, ?)",
  );
  for (const [key, value] of Object.entries(values))
    insert.run(
      key,
      cipher.encrypt(JSON.stringify(value), `shop-1:${key}`),
      new Date(T0 + 5).toISOString(),
    );
  db.close();
  return path;
}

describe('a store of an earlier version', () => {
  const values = {
    __access_token: TOKEN,
    text: '"quoted"',
    count: 5,
    list: [1],
    none: null,
    country: 'FR',
  };

  it('is read as it was written, whether it was text or not', async () => {
    const { store, state } = await opened(await formerStore(values));
    expect(await readAccessToken(state)).toBe(TOKEN);
    expect(await state.get('text')).toBe('"quoted"');
    expect([await state.get('count'), await state.getJson('count')]).toEqual(['5', 5]);
    expect(await state.getJson('list')).toEqual([1]);
    expect(await state.get('none')).toBeNull();
    expect(await readStoredSettings(state, [{ key: 'country' }])).toEqual({ country: 'FR' });
    await store.close();
  });

  it('needs no key to be brought up to date, and is converted value by value as they are written', async () => {
    const path = await formerStore(values);
    const { store, state } = await opened(path);
    expect(rawText(path, '__access_token')).toBe(`"${TOKEN}"`);
    await state.set('text', '"quoted"');
    await state.setSecret('__access_token', TOKEN);
    expect(rawText(path, '__access_token')).toBe(TOKEN);
    expect(rawText(path, 'text')).toBe('"quoted"');
    expect([await state.get('text'), await readAccessToken(state)]).toEqual(['"quoted"', TOKEN]);
    expect((await store.state.get('shop-1', 'count'))?.form).toBe('json');
    await store.close();
  });

  it('takes what the kit wrote since for the text that it is', async () => {
    const path = await formerStore(values);
    await (await opened(path)).store.close();
    const db = new Database(path);
    db.prepare(
      "UPDATE integration_state SET value = '\"by the kit\"', encrypted = 0, updated_at = ? WHERE key = 'text'",
    ).run(new Date(T0 + 10_000).toISOString());
    db.close();
    const { store, state } = await opened(path);
    expect(await state.get('text')).toBe('"by the kit"');
    await store.close();
  });

  it('that the kit made before it knows what is of the kit by the time', async () => {
    const path = kitStore(6);
    const db = new Database(path);
    db.prepare("UPDATE integration_state SET value = '\"kept\"' WHERE key = 'object'").run();
    db.close();
    const { store, state } = await opened(await formerStore({ late: 'mine' }, path));
    expect(await state.get('object')).toBe('"kept"');
    expect(await state.get('late')).toBe('mine');
    await store.close();
  });
});
