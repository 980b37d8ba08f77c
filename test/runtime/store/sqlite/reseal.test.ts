/** A rotation encrypts every stored secret with the newest key, or changes nothing. */
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import type { Lease } from '../../../../src/runtime/ports/records.ts';
import { Redactor } from '../../../../src/runtime/security/redactor.ts';
import { makeSecretCipher } from '../../../../src/runtime/security/secrets.ts';
import { makeInstallationState } from '../../../../src/runtime/state.ts';
import { temporaryFolder } from '../../../helpers/cli.ts';
import { openSqliteStore } from '../../../helpers/sqliteStore.ts';

const OLD = 'ab'.repeat(32);
const NEW = 'ba'.repeat(32);
const SECRET = 'int-4711-zebra';
const BODY = JSON.stringify({ access_token: SECRET });
const KEY = { installationId: 'i1', entity: 'orders', sourceKey: 'main' };
const now = () => 0;

const folders: { remove(): void }[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
});

const opened = (path: string, ring: string) => {
  const redactor = new Redactor();
  redactor.learn(SECRET);
  return openSqliteStore({ path, now, redactor, cipher: makeSecretCipher(ring) });
};

/** A store with a secret of the state, a dead letter, a position and a waiting webhook, all encrypted. */
async function filled() {
  const { path: folder, remove } = temporaryFolder();
  folders.push({ remove });
  const path = `${folder}/store.sqlite`;
  const store = await opened(path, OLD);
  await store.installations.save({ installationId: 'i1' }, 0);
  const lease = await leaseOf(store);
  const state = makeInstallationState(store, 'i1', makeSecretCipher(OLD), now);
  await state.setSecret('__access_token', SECRET);
  const counts = { read: 0, acknowledged: 0, unchanged: 0, skipped: 0, rejected: 0 };
  await store.fenced.openWindow(
    lease,
    {
      ...{ ...KEY, full: true, since: null, until: 0, position: { token: SECRET }, counts },
      ...{ openedAt: 0, generation: 0, planHash: null },
    },
    0,
  );
  const letter = { payload: { note: `see ${SECRET}` }, key: '7', identity: 'x', errors: ['no'] };
  await store.fenced.commitStep(lease, {
    ...{ key: KEY, runId: 1, now: 0 },
    rejects: [{ ...letter, status: 200, route: 'customers' }],
  });
  const webhook = { installationId: 'i1', event: 'activate', signature: 'ab', body: BODY };
  await store.webhooks.accept([{ ...webhook, payload: {} }], 0);
  await store.leases.release(lease);
  await store.close();
  return path;
}

async function leaseOf(store: Awaited<ReturnType<typeof opened>>, id = 'i1'): Promise<Lease> {
  const got = await store.leases.acquire(id, { host: 'h', pid: 1, id: 'p' }, 1e9, 0);
  if (!got.acquired) throw new Error('unreachable');
  return got.lease;
}

/** Every value in the file that may be encrypted. */
function sealedIn(path: string): string[] {
  const db = new Database(path, { readonly: true });
  const texts = [
    'SELECT value AS text FROM integration_state',
    'SELECT sealed AS text FROM spm_reject',
    'SELECT position_json AS text FROM spm_window',
    'SELECT body AS text FROM spm_webhook',
  ].flatMap((sql) => db.prepare<[], { text: string }>(sql).all());
  db.close();
  return texts.map(({ text }) => text);
}

async function readWith(path: string, ring: string) {
  const store = await opened(path, ring);
  const [letter] = await store.rejects.list();
  if (!letter) throw new Error('unreachable');
  const state = makeInstallationState(store, 'i1', makeSecretCipher(ring), now);
  try {
    return {
      token: await state.get('__access_token').catch(({ code }) => code),
      sent: await store.rejects.asSent(letter).catch(({ code }) => code),
      position: (await store.cursors.getWindow(KEY))?.position,
      webhook: await store.webhooks
        .waiting()
        .then(([one]) => one?.body)
        .catch(({ code }) => code),
    };
  } finally {
    await store.close();
  }
}

const WHOLE = {
  ...{ token: SECRET, sent: { note: `see ${SECRET}` }, position: { token: SECRET }, webhook: BODY },
};
const INVALID = 'SPM_SECRET_INVALID';
const NOTHING = { token: INVALID, sent: INVALID, position: null, webhook: INVALID };

describe('reseal', () => {
  it('encrypts values, dead letters and positions with the newest key alone', async () => {
    const path = await filled();
    const before = sealedIn(path);
    const store = await opened(path, `${NEW},${OLD}`);
    const lease = await leaseOf(store);
    const done = await store.fenced.reseal([lease], new Map(), 5);
    expect(done).toEqual({ values: 1, deadLetters: 1, positions: 1, converted: 0 });
    await store.close();
    expect(sealedIn(path).filter((text) => before.includes(text))).toEqual([]);
    expect(await readWith(path, NEW)).toEqual(WHOLE);
    expect(await readWith(path, OLD)).toEqual(NOTHING);
  });

  it.each([
    ['the key is not in the ring', NEW, (): void => {}, 'SPM_SECRET_INVALID'],
    [
      'one dead letter was changed',
      `${NEW},${OLD}`,
      (path: string): void => {
        const db = new Database(path);
        db.exec("UPDATE spm_reject SET sealed = substr(sealed, 1, length(sealed) - 2) || '00'");
        db.close();
      },
      'SPM_SECRET_INVALID',
    ],
    [
      'an installation was added',
      `${NEW},${OLD}`,
      (path: string): void => {
        const db = new Database(path);
        db.exec("INSERT INTO installs (installation_id) VALUES ('i2')");
        db.close();
      },
      'SPM_INSTALLATION_CHANGED',
    ],
  ])('changes nothing when %s', async (_, ring, damage, code) => {
    const path = await filled();
    damage(path);
    const before = sealedIn(path);
    const store = await opened(path, ring);
    const lease = await leaseOf(store);
    const settings = new Map([['i1', new Map([['cfg', '{}']])]]);
    await expect(store.fenced.reseal([lease], settings, 5)).rejects.toMatchObject({ code });
    await store.close();
    expect(sealedIn(path)).toEqual(before);
  });

  it('changes nothing without the lease', async () => {
    const path = await filled();
    const before = sealedIn(path);
    const store = await opened(path, `${NEW},${OLD}`);
    const lease = await leaseOf(store);
    await store.leases.release(lease);
    await expect(store.fenced.reseal([lease], new Map(), 5)).rejects.toMatchObject({
      code: 'SPM_LEASE_LOST',
    });
    await store.close();
    expect(sealedIn(path)).toEqual(before);
  });
});
