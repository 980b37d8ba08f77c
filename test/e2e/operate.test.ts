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
    expect(document.data).toEqual({ count: 2, format: 'csv', file: folder.file('out.csv') });
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
    const good = await json('rejects replay 1');
    expect(good.code).toBe(0);
    expect(good.document.data.rejects).toMatchObject([{ id: 1, outcome: 'replayed' }]);
    const named = await text('rejects replay 1');
    expect(named.stdout).toContain('it is replayed');
  });

  it('are discarded and purged, after a yes', async () => {
    expect((await json('rejects discard --entity customers')).document.error).toMatchObject({
      code: 'SPM_MISSING_INPUT',
      hint: expect.stringContaining('--confirm'),
    });
    expect((await json('rejects discard 2 77')).document.error?.code).toBe('SPM_UNKNOWN_REJECT');
    const { document } = await json('rejects discard 2');
    expect(document.data).toEqual({ discarded: [2] });
    expect((await json('rejects purge')).code).toBe(64);
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
    ['cursors set --entity customers --to 2999-01-01 --confirm', 'SPM_INVALID_VALUE'],
    ['cursors import connector.mjs --confirm', 'SPM_CURSORS_INVALID'],
    ['cursors import missing.json --confirm', 'SPM_CURSORS_INVALID'],
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

    expect((await json('cursors set --entity customers --to 2026-01-02')).code).toBe(64);
    const set = await json('cursors set --entity customers --to 2026-01-02 --confirm');
    expect(set.document.data.cursors[0].last_synced_at).toBe('2026-01-02T00:00:00.000Z');
    expect(existsSync(set.document.data.backup_file)).toBe(true);

    const reset = await json('cursors reset --all --confirm');
    expect(reset.document.data).toMatchObject({ removed: 1, cursors: [] });
    expect((await json('cursors')).document.data.cursors).toEqual([]);

    const back = await json('cursors import c.json --confirm');
    expect(back.code).toBe(0);
    expect((await json('cursors')).document.data.cursors).toEqual(before);
    const backups = readdirSync(folder.path).filter((name) => name.startsWith('cursors-'));
    expect(backups).toHaveLength(3);
  });
});
