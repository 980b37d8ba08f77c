/** Runs, cursors and dead letters through the binary. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run, runJson } from '../helpers/cli.js';
import { connectorSource, project, type TestProject } from '../helpers/project.js';

const STREAM = `yield* rows.slice(0, 3);
  yield { ...rows[0], customer_id: 'bad', email: 'none' };
  yield { ...rows[0], customer_id: 'worse', email: 'none', api_token: 'hush-hush-hush' };`;

let folder: TestProject;
beforeAll(async () => {
  folder = project({
    'spm-connect.config.json': JSON.stringify({ connector: './connector.mjs', store: 's.sqlite' }),
    'kept.json': JSON.stringify({ store: 's.sqlite', retention: { rejectDays: 0 } }),
    'connector.mjs': connectorSource({ stream: STREAM, extra: 'tolerateRejects: true,' }),
  });
  await run(['sync'], { cwd: folder.path });
});
afterAll(() => folder.remove());

const json = (line: string) => runJson(line.split(' '), { cwd: folder.path });
const text = (line: string) => run(line.split(' '), { cwd: folder.path });
const mend = (key: string) => {
  const db = new Database(folder.file('s.sqlite'));
  db.prepare(
    `UPDATE rejected_item SET payload_json = replace(payload_json, '"none"', '"a@example.com"')
     WHERE id = (SELECT id FROM spm_reject WHERE record_key = ?)`,
  ).run(key);
  db.close();
};

const backups = () => readdirSync(folder.path).filter((name) => name.startsWith('cursors-'));

/** As if another machine was syncing the shop. */
function occupy(id: string): { end(): void } {
  const db = new Database(folder.file('s.sqlite'));
  const set = db.prepare(
    'UPDATE spm_lease SET until = ?, owner_host = ? WHERE installation_id = ?',
  );
  const until = new Date(Date.now() + 60_000).toISOString();
  expect(set.run(until, 'elsewhere', id).changes).toBe(1);
  return {
    end: () => {
      set.run(new Date(0).toISOString(), 'elsewhere', id);
      db.close();
    },
  };
}

describe('dead letters', () => {
  it('are listed, filtered and shown', async () => {
    const { code, document } = await json('rejects');
    expect(code).toBe(0);
    expect(document.command).toBe('rejects list');
    expect(document.data.rejects).toMatchObject([
      { id: 2, key: 'customers:worse', state: 'open', installation_id: 'sandbox' },
      { id: 1, key: 'customers:bad', errors: [expect.stringContaining('email')] },
    ]);
    const none = await json('rejects list --state replayed --entity customers');
    expect(none.document.data.rejects).toEqual([]);
    const person = await text('rejects list --limit 1');
    expect(person.stdout).toMatch(/2 +sandbox +customers +customers:worse +open/);
    expect(person.stdout).not.toContain('customers:bad');
    expect(person.stdout).toContain('\n\n1 of 2 shown; use --limit to see more.\n');
    const one = await json('rejects --limit 1 --state open');
    expect(one.document.data).toMatchObject({ total: 2, rejects: [{ id: 2 }] });
    expect((await text('rejects list --limit 2')).stdout).not.toContain('shown');
    const shown = await text('rejects show 2');
    expect(shown.stdout).toContain('without secrets');
    expect(shown.stdout).not.toContain('hush');
    const data = (await json('rejects show 1')).document.data;
    expect(data.reject).toMatchObject({ payload: { customer_id: 'bad' }, not_replayable: null });
  });

  it('are exported whole, as lines and as a table', async () => {
    const printed = await text('rejects export');
    const lines = printed.stdout.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).id)).toEqual([1, 2]);
    const { document } = await json('rejects export --format csv --out out.csv');
    expect(document.data).toEqual({
      ...{ count: 2, total: 2, format: 'csv' },
      ...{ file: folder.file('out.csv'), rejects: null },
    });
    const whole = await json('rejects export');
    expect(whole.document.data).toMatchObject({ file: null, rejects: [{ id: 1 }, { id: 2 }] });
    const part = await text('rejects export --limit 1 --out part.ndjson');
    expect(part.stdout).toContain('wrote 1 dead letter, of 2, to');
    const [titles, first] = readFileSync(folder.file('out.csv'), 'utf8').split('\r\n');
    expect(titles).toMatch(/^id,installation_id,entity,/);
    expect(first).toMatch(/^1,sandbox,customers,,customers:bad,open,/);
    const failed = await json('rejects export --out nowhere/at/all.csv');
    expect(failed.document.error?.code).toBe('SPM_WRITE_FAILED');
  });

  it('are replayed where that is possible, and say why where it is not', async () => {
    const dry = await json('rejects replay --dry-run');
    expect(dry.code).toBe(0);
    expect(dry.document.data.rejects).toMatchObject([
      { id: 1, outcome: 'would_replay' },
      { id: 2, outcome: 'skipped', reason: expect.stringContaining('secrets') },
    ]);
    const again = await json('rejects replay');
    expect(again.code).toBe(1);
    expect(again.document.data.rejects).toMatchObject([
      { id: 1, outcome: 'rejected' },
      { id: 2, outcome: 'skipped' },
    ]);
    mend('customers:bad');
    const few = await text('rejects replay --dry-run --limit 1');
    expect(few.stdout).toContain(
      '1 more matched and was not changed; use --limit to include more.',
    );
    for (const line of ['rejects replay 1 77', 'rejects replay 1 --entity orders']) {
      const refused = await json(line);
      expect(refused.code).toBe(64);
      expect(refused.document.error?.code).toBe('SPM_UNKNOWN_REJECT');
    }
    // The limit does not apply to named ids.
    const good = await json('rejects replay 1 2 --limit 1');
    expect(good.code).toBe(0);
    expect(good.document.data).toMatchObject({
      total: 2,
      rejects: [
        { id: 1, outcome: 'replayed' },
        { id: 2, outcome: 'skipped' },
      ],
    });
    const named = await text('rejects replay 1');
    expect(named.code).toBe(0);
    expect(named.stdout).toContain('it is replayed');
  });

  it('are discarded and purged, after a yes', async () => {
    expect((await json('rejects discard --entity customers')).document.error).toMatchObject({
      code: 'SPM_MISSING_INPUT',
      hint: expect.stringContaining('--confirm'),
    });
    expect((await json('rejects discard 2 77')).document.error?.code).toBe('SPM_UNKNOWN_REJECT');
    const ended = await json('rejects discard 2 1');
    expect(ended.code).toBe(64);
    expect(ended.document.error).toMatchObject({
      code: 'SPM_REJECT_NOT_OPEN',
      message: 'Dead letter 1 is already replayed',
    });
    const { document } = await json('rejects discard 2');
    expect(document.data).toEqual({ total: 1, discarded: [2] });
    expect((await json('rejects purge')).code).toBe(64);
    const kept = await run(['rejects', 'purge', '--confirm', '--config', 'kept.json'], {
      cwd: folder.path,
    });
    expect(kept.code).toBe(64);
    expect(kept.stderr).toContain('retention.rejectDays is 0');
    const ancient = await json('rejects purge --older-than 36500d --confirm');
    expect(ancient.document.data).toEqual({ purged: 0, before: '1970-01-01' });
    const young = await json('rejects purge --confirm');
    expect(young.document.data).toMatchObject({ purged: 0 });
    const db = new Database(folder.file('s.sqlite'));
    db.exec("UPDATE spm_reject SET last_seen_at = '2020-01-01T00:00:00.000Z'");
    db.close();
    expect((await json('rejects purge --confirm')).document.data).toMatchObject({ purged: 2 });
  });

  it.each([
    ['rejects show 99', 'SPM_UNKNOWN_REJECT'],
    ['rejects show x', 'SPM_INVALID_VALUE'],
    ['rejects list --state lost', 'SPM_INVALID_VALUE'],
    ['runs show 99', 'SPM_UNKNOWN_RUN'],
    ['cursors reset', 'SPM_MISSING_INPUT'],
    ['cursors reset --entity nothing --confirm', 'SPM_UNKNOWN_CURSOR'],
    ['cursors set --entity customers', 'SPM_MISSING_INPUT'],
    ['cursors export --entity nothing', 'SPM_UNKNOWN_CURSOR'],
    ['cursors set --entity customers --to 2999-01-01 --confirm', 'SPM_INVALID_VALUE'],
    ['cursors import connector.mjs --confirm', 'SPM_CURSORS_INVALID'],
    ['cursors import missing.json --confirm', 'SPM_CURSORS_INVALID'],
    ['rejects list --installation sandbix', 'SPM_UNKNOWN_INSTALLATION'],
    ['rejects export --installation sandbix', 'SPM_UNKNOWN_INSTALLATION'],
    ['rejects replay --installation sandbix', 'SPM_UNKNOWN_INSTALLATION'],
    ['rejects discard --installation sandbix --confirm', 'SPM_UNKNOWN_INSTALLATION'],
    ['runs --installation sandbix', 'SPM_UNKNOWN_INSTALLATION'],
    ['cursors --installation sandbix', 'SPM_UNKNOWN_INSTALLATION'],
    ['cursors reset --installation sandbix --confirm', 'SPM_UNKNOWN_INSTALLATION'],
  ])('%s', async (line, code) => {
    const result = await json(line);
    expect(result.code).toBe(64);
    expect(result.document.error?.code).toBe(code);
  });
});

describe('runs', () => {
  it('are listed and shown', async () => {
    const { document } = await json('runs --status ok');
    expect(document.data.runs).toMatchObject([{ id: 1, installation_id: 'sandbox', status: 'ok' }]);
    expect(document.data.total).toBe(1);
    expect((await text('runs --limit 0')).stdout).toContain('0 of 1 shown');
    const person = await text('runs show 1');
    expect(person.stdout).toContain('sync of sandbox ok');
    const shown = await json('runs show 1');
    expect(shown.document.data.summary).toMatchObject({ totals: { acknowledged: 3 } });
  });
});

describe('cursors', () => {
  it('are moved, reset, and brought back from the backup', async () => {
    const before = (await json('cursors')).document.data.cursors;
    expect(before).toMatchObject([{ entity: 'customers', last_status: 'ok', waits_until: null }]);
    const exported = await text('cursors export --out c.json');
    expect(exported.code).toBe(0);
    const whole = (await json('cursors export')).document.data;
    expect(whole).toMatchObject({ file: null, content: { cursors: [{ entity: 'customers' }] } });

    expect((await json('cursors set --entity customers --to 2026-01-02')).code).toBe(64);
    const set = await json('cursors set --entity customers --to 2026-01-02 --confirm');
    expect(set.document.data.cursors[0].last_synced_at).toBe('2026-01-02T00:00:00.000Z');
    expect(existsSync(set.document.data.backup_file)).toBe(true);

    const reset = await json('cursors reset --all --confirm');
    expect(reset.document.data).toMatchObject({ removed: 1, cursors: [] });
    expect((await json('cursors')).document.data.cursors).toEqual([]);

    const back = await json('cursors import c.json --confirm');
    expect(back.code).toBe(0);
    expect(back.document.data.backup_file).toBeNull();
    expect((await json('cursors')).document.data.cursors).toEqual(before);
    expect(backups()).toHaveLength(2);
  });

  it('are imported wholly or not at all', async () => {
    const { document } = await json('cursors');
    const before = document.data.cursors;
    const known = backups();
    const file = JSON.parse(readFileSync(folder.file('c.json'), 'utf8'));
    const [cursor] = file.cursors;
    const other = { ...cursor, entity: 'orders' };
    const refused = async (content: object, code: string) => {
      folder.write('other.json', JSON.stringify({ ...file, ...content }));
      const result = await json('cursors import other.json --confirm');
      expect(result.document.error?.code).toBe(code);
      expect((await json('cursors')).document.data.cursors).toEqual(before);
      expect(backups()).toEqual(known);
      return result.code;
    };
    const moved = { ...cursor, last_synced_at: '2020-01-01T00:00:00.000Z' };
    const ahead = { ...other, last_synced_at: '2999-01-01T00:00:00.000Z' };
    const elsewhere = { ...other, installation_id: 'shop-9' };
    expect(await refused({ cursors: [moved, ahead] }, 'SPM_CURSORS_INVALID')).toBe(64);
    expect(await refused({ cursors: [moved, elsewhere] }, 'SPM_UNKNOWN_INSTALLATION')).toBe(64);
    expect(await refused({ version: 2 }, 'SPM_CURSORS_NEWER')).toBe(64);
    const busy = occupy('sandbox');
    expect(await refused({ cursors: [moved] }, 'SPM_LEASE_HELD')).toBe(75);
    busy.end();
  });

  it('of a step that the connector does not have are imported, and told of', async () => {
    const file = JSON.parse(readFileSync(folder.file('c.json'), 'utf8'));
    const cursors = [{ ...file.cursors[0], entity: 'custmers' }];
    folder.write('old.json', JSON.stringify({ ...file, cursors }));
    const { code, document } = await json('cursors import old.json --confirm');
    expect(code).toBe(0);
    expect(document.diagnostics).toMatchObject([
      { severity: 'warning', code: 'SPM_UNKNOWN_ENTITY', hint: 'Did you mean "customers"?' },
    ]);
    expect((await json('cursors --limit 1')).document.data).toMatchObject({
      total: 2,
      cursors: [{ entity: 'custmers' }],
    });
  });
});
