import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openShops, type Shops } from '../helpers/shops.js';

let shops: Shops;
beforeAll(async () => {
  shops = await openShops(['a', 'b', 'c']);
});
afterAll(() => shops.stop());

/** Another process holds the leases of these shops. */
function holdLeases(...ids: string[]): () => void {
  const db = new Database(shops.folder.file('s.sqlite'));
  const until = new Date(Date.now() + 60_000).toISOString();
  const change = (sql: string) => {
    for (const id of ids) db.prepare(sql).run(id);
  };
  change(`UPDATE spm_lease SET owner_host = 'elsewhere', fence = fence + 1, until = '${until}'
    WHERE installation_id = ?`);
  return () => {
    change("UPDATE spm_lease SET until = '1970-01-01T00:00:00.000Z' WHERE installation_id = ?");
    db.close();
  };
}

describe('sync of several shops', () => {
  it('syncs every active one, and tells of each', async () => {
    const { code, document } = await shops.json('sync --all --concurrency 2');
    expect(code).toBe(0);
    expect(document.data).toMatchObject({
      status: 'ok',
      installations: ['a', 'b', 'c'].map((installation_id) => ({
        installation_id,
        status: 'ok',
        report: { totals: { acknowledged: 120 } },
        error: null,
      })),
      totals: { acknowledged: 360 },
    });
    const person = await shops.text('sync --installation a --installation c');
    expect(person.code).toBe(0);
    expect(person.stdout).toContain('sync of 2 installations ok');
    expect(person.stdout).toMatch(/^a +ok +#\d+/m);
    expect(person.stdout).not.toMatch(/^b /m);
    expect(person.stderr).toContain('2 of 2 shops done');
  });

  it('syncs one as one', async () => {
    const { document } = await shops.json('sync --installation b --concurrency 2');
    expect(document.data).toMatchObject({ installation_id: 'b', status: 'ok' });
  });

  it('ends with 1 when some are busy, and with 75 when all are', async () => {
    const release = holdLeases('a', 'b');
    const some = await shops.json('sync --all');
    expect(some.code).toBe(1);
    expect(some.document.ok).toBe(false);
    expect(some.document.data.installations.map((one: { status: string }) => one.status)).toEqual([
      'busy',
      'busy',
      'ok',
    ]);
    const all = await shops.json('sync --installation a --installation b');
    expect(all.code).toBe(75);
    expect(all.document).toMatchObject({ ok: false, data: { status: 'busy' } });
    const person = await shops.text('sync --installation a --installation b');
    expect(person.stderr).toContain('error a: ');
    release();
  });

  it('goes on when one cannot be opened', async () => {
    const db = new Database(shops.folder.file('s.sqlite'));
    db.exec("DELETE FROM integration_state WHERE installation_id = 'b' AND key = '__access_token'");
    db.close();
    const { code, document } = await shops.json('sync --all');
    expect(code).toBe(1);
    expect(document.data.installations).toMatchObject([
      { status: 'ok' },
      { status: 'failed', report: null, error: { code: 'SPM_SECRET_MISSING' } },
      { status: 'ok' },
    ]);
  });
});

describe('sync with what does not exist or go together', () => {
  it.each([
    ['sync --all --installation a', 'SPM_USAGE'],
    ['sync --installation a --limit 3', 'SPM_USAGE'],
    ['sync --installation a --loop --since 2026-01-01', 'SPM_USAGE'],
    ['sync --installation a --source nowhere', 'SPM_UNKNOWN_SOURCE'],
    ['sync --installation a --only nothing', 'SPM_UNKNOWN_ENTITY'],
    ['sync --installation nobody', 'SPM_UNKNOWN_INSTALLATION'],
  ])('%s', async (line, code) => {
    const result = await shops.json(line);
    expect(result.code).toBe(64);
    expect(result.document.error).toMatchObject({ code, hint: expect.any(String) });
  });
});

describe('rejects replay over several shops', () => {
  it('goes on when one of them is busy', async () => {
    const db = new Database(shops.folder.file('s.sqlite'));
    const payload = JSON.stringify({
      customer_id: 'r1',
      email: 'r1@example.com',
      first_name: 'A',
      last_name: 'B',
      is_opt_in: true,
      is_newsletter_subscribed: false,
      lang: 'fr',
      is_active: true,
      created_at: '2026-01-01T00:00:00.000Z',
      updated_at: '2026-01-01T00:00:00.000Z',
    });
    const at = '2026-01-01T00:00:00.000Z';
    for (const id of ['a', 'c']) {
      const { lastInsertRowid } = db
        .prepare(
          `INSERT INTO rejected_item (installation_id, entity, source_key, payload_json, reason, created_at)
           VALUES (?, 'customers', '', ?, 'no', ?)`,
        )
        .run(id, payload, at);
      db.prepare(
        `INSERT INTO spm_reject (id, dedup, record_key, messages_json, api_status, attempts, last_seen_at, state, route)
         VALUES (?, ?, 'customers:r1', '["no"]', 200, 1, ?, 'open', 'customers')`,
      ).run(lastInsertRowid, id, at);
    }
    db.close();
    const release = holdLeases('a');
    const { code, document } = await shops.json('rejects replay');
    release();
    expect(code).toBe(1);
    expect(document.data.rejects).toMatchObject([
      {
        installation_id: 'a',
        outcome: 'failed',
        reason: expect.stringContaining('worked on by process'),
      },
      { installation_id: 'c', outcome: 'replayed' },
    ]);
  });
});
