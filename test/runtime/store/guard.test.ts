import { describe, expect, it } from 'vitest';
import type { Lease, NewReject, OpenWindow } from '../../../src/runtime/ports/records.ts';
import type { Store } from '../../../src/runtime/ports/store.ts';
import { Redactor } from '../../../src/runtime/security/redactor.ts';
import { makeSecretCipher, type SecretCipher } from '../../../src/runtime/security/secrets.ts';
import { MemoryData, openMemoryStore } from '../../helpers/memoryStore.ts';

const SECRET = 'int-4711-zebra';
const KEY = { installationId: 'i1', entity: 'orders', sourceKey: '' };
const cipher = makeSecretCipher('ab'.repeat(32));

interface Guarded {
  store: Store;
  lease: Lease;
  /** The whole content of the store, as text. */
  held(): string;
  reopen(withCipher: SecretCipher | null): Store;
}

async function guarded(withCipher: SecretCipher | null = cipher): Promise<Guarded> {
  const redactor = new Redactor();
  redactor.learn(SECRET, 47110815);
  const data = new MemoryData();
  const reopen = (own: SecretCipher | null) => openMemoryStore(data, { redactor, cipher: own });
  const store = reopen(withCipher);
  await store.installations.save({ installationId: 'i1' }, 0);
  const got = await store.leases.acquire('i1', { host: 'h', pid: 1, id: 'p' }, 1e9, 0);
  if (!got.acquired) throw new Error('unreachable');
  const held = () =>
    JSON.stringify([data.rejects, [...data.windows], data.runs, [...data.cursors]]);
  return { store, lease: got.lease, held, reopen };
}

const letter = (payload: unknown, more: Partial<NewReject> = {}): NewReject => ({
  ...{ payload, key: '7', identity: 'x', errors: ['no'], status: 200, route: 'customers' },
  ...more,
});

async function refused(payload: unknown, withCipher: SecretCipher | null = cipher, more = {}) {
  const rig = await guarded(withCipher);
  const commit = { key: KEY, runId: 1, now: 0, rejects: [letter(payload, more)] };
  await rig.store.fenced.commitStep(rig.lease, commit);
  const [kept] = await rig.store.rejects.list();
  if (!kept) throw new Error('unreachable');
  return { ...rig, kept };
}

describe('writes to the store', () => {
  it('hold no secret in the errors of runs, cursors and dead letters', async () => {
    const { store, lease, held } = await guarded();
    const { run } = await store.fenced.openRun(lease, 0);
    const error = `boom ${SECRET} token=abcdef`;
    await store.fenced.commitStep(lease, {
      ...{ key: KEY, runId: run.id, now: 0, rejects: [letter({ id: 7 }, { errors: [error] })] },
      end: { outcome: 'hold', error, items: 0 },
    });
    const summary = { steps: [{ errors: [error] }], errors: [error] };
    await store.fenced.closeRun(lease, run.id, { status: 'failed', summary }, 0);
    await store.fenced.replaceCursors([lease], {
      remove: [],
      put: [
        {
          ...{ ...KEY, entity: 'b', lastSyncedAt: 0, lastStatus: 'error', lastError: error },
          ...{ items: 0, updatedAt: 0, consecutiveFailures: 1 },
        },
      ],
    });
    expect(held()).not.toMatch(/4711|abcdef/);
    expect(held().match(/boom \[redacted\]/g)).toHaveLength(5);
  });
});

describe('the payload of a dead letter', () => {
  it('is unchanged when it contains no secret, even if a value looks like one', async () => {
    const payload = { id: 7, note: 'Password: eight characters. See https://a:b@c/' };
    const { store, kept } = await refused(payload);
    expect(kept).toMatchObject({ payload, redacted: false, sealed: null });
    expect(await store.rejects.asSent(kept)).toEqual(payload);
  });

  it.each([
    ['text', { id: 7, note: `call ${SECRET} now` }],
    ['a number', { id: 7, pin: 47110815 }],
    ['a name', { id: 7, [SECRET]: 1 }],
    ['JSON within a text', { id: 7, raw: JSON.stringify({ a: SECRET }) }],
    ['a text alone', `x ${SECRET}`],
  ])('is sealed with a secret in %s, and sent again as it was', async (_, payload) => {
    const { store, kept, held, reopen } = await refused(payload);
    expect(held()).not.toContain('4711');
    expect(kept).toMatchObject({ redacted: false, sealed: expect.stringMatching(/^gcm:/) });
    expect(await store.rejects.asSent(kept)).toEqual(payload);
    await expect(reopen(null).rejects.asSent(kept)).rejects.toMatchObject({
      code: 'SPM_SECRET_MISSING',
    });
    const moved = { ...kept, identity: 'y' };
    await expect(store.rejects.asSent(moved)).rejects.toMatchObject({ code: 'SPM_SECRET_INVALID' });
  });

  it('loses the secret without a key, and cannot be sent again', async () => {
    const { kept, held } = await refused({ id: 7, note: `call ${SECRET}` }, null);
    expect(held()).not.toContain('4711');
    expect(kept).toMatchObject({
      payload: { id: 7, note: 'call [redacted]' },
      redacted: true,
      sealed: null,
    });
  });

  it('loses values with secret names for good', async () => {
    const { kept, held } = await refused({ id: 7, password: 'hunter2', note: SECRET });
    expect(held()).not.toMatch(/4711|hunter2/);
    expect(kept).toMatchObject({ redacted: true, sealed: null });
  });

  it('cannot be sent again when its key contains a secret, since a newer version could not be detected', async () => {
    const { kept, held } = await refused({ id: 7 }, cipher, { key: `7-${SECRET}` });
    expect(held()).not.toContain('4711');
    expect(kept).toMatchObject({ key: '7-[redacted]', redacted: true });
  });

  it('differs from the sent content when JSON cannot represent it', async () => {
    expect((await refused({ id: 7n })).kept).toMatchObject({
      payload: { id: '7' },
      redacted: true,
    });
  });
});

describe('the position of a window', () => {
  const window = (position: OpenWindow['position']): OpenWindow => ({
    ...{ ...KEY, full: false, since: null, until: 1, position, openedAt: 0 },
    ...{ counts: { read: 0, acknowledged: 0, unchanged: 0, skipped: 0, rejected: 0 } },
    ...{ generation: null, planHash: null },
  });
  const token = { next: `https://partner.example/?key=${SECRET}&page=2` };

  it('is encrypted when it contains a secret, and can be resumed', async () => {
    const { store, lease, held, reopen } = await guarded();
    await store.fenced.openWindow(lease, window(null), 0);
    const progress = { position: token, counts: window(null).counts };
    await store.fenced.commitStep(lease, { key: KEY, runId: 1, now: 0, progress });
    expect(held()).not.toContain('4711');
    expect((await store.cursors.getWindow(KEY))?.position).toEqual(token);
    const other = makeSecretCipher('cd'.repeat(32));
    for (const cannot of [null, other])
      expect((await reopen(cannot).cursors.getWindow(KEY))?.position).toBeNull();
  });

  it('is dropped without a key: the window is read again', async () => {
    const { store, lease, held } = await guarded(null);
    await store.fenced.openWindow(lease, window(token), 0);
    expect(held()).not.toContain('4711');
    expect((await store.cursors.getWindow(KEY))?.position).toBeNull();
  });

  it('comes back unchanged when it only looks encrypted', async () => {
    const { store, lease } = await guarded();
    await store.fenced.openWindow(lease, window({ $sealed: 'mine' }), 0);
    expect((await store.cursors.getWindow(KEY))?.position).toEqual({ $sealed: 'mine' });
  });
});
