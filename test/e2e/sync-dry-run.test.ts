import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { run, runJson } from '../helpers/cli.js';
import { connectorSource, project, type TestProject } from '../helpers/project.js';
import { openShops } from '../helpers/shops.js';

const open: TestProject[] = [];
afterEach(() => {
  for (const folder of open.splice(0)) folder.remove();
});

function given(parts: Parameters<typeof connectorSource>[0] = {}): TestProject {
  const folder = project({
    'spm-connect.config.json': JSON.stringify({ connector: './connector.mjs', store: 's.sqlite' }),
    'connector.mjs': connectorSource(parts),
  });
  open.push(folder);
  return folder;
}

describe('sync --dry-run', () => {
  it('shows what would be pushed, and changes nothing', async () => {
    const { path, file } = given();
    const first = await runJson(['sync', '--dry-run', '--limit', '2'], { cwd: path });
    expect(first.code).toBe(0);
    expect(first.document.data.installations).toMatchObject([
      {
        installation_id: 'sandbox',
        status: 'ok',
        error: null,
        steps: [
          {
            counts: { read: 120, would_send: 120, invalid: 0 },
            records: [{ customer_id: 'c0' }, { customer_id: 'c1' }],
          },
        ],
      },
    ]);
    const person = await run(['sync', '--dry-run'], { cwd: path });
    expect(person.stdout).toContain('nothing was pushed, nothing moved');
    expect(person.stdout).toMatch(/customers +ok +120 +120 +0 +0 +0/);
    const db = new Database(file('s.sqlite'), { readonly: true });
    for (const table of ['sync_run', 'sync_cursor', 'spm_window', 'spm_lease', 'rejected_item'])
      expect(db.prepare(`SELECT COUNT(*) FROM ${table}`).pluck().get(), table).toBe(0);
    db.close();
    const real = await runJson(['sync'], { cwd: path });
    expect(real.document.data).toMatchObject({ run_id: 1, totals: { acknowledged: 120 } });
  });

  it('ends with 1 when a step fails', async () => {
    const { path } = given({ stream: "throw new Error('the partner hung up');" });
    const { code, document } = await runJson(['sync', '--dry-run'], { cwd: path });
    expect(code).toBe(1);
    expect(document.data.installations[0].steps[0].errors).toEqual(['the partner hung up']);
  });

  it('works on several shops, also on one that cannot be opened', async () => {
    const shops = await openShops(['a', 'b']);
    const db = new Database(shops.folder.file('s.sqlite'));
    db.exec("DELETE FROM integration_state WHERE installation_id = 'a' AND key = '__access_token'");
    db.close();
    const { code, document } = await shops.json('sync --all --dry-run');
    expect(code).toBe(1);
    expect(document.data.installations).toMatchObject([
      { installation_id: 'a', status: 'failed', error: { code: 'SPM_SECRET_MISSING' } },
      { installation_id: 'b', status: 'ok', error: null },
    ]);
    expect(await shops.api.all('/customers')).toEqual([]);
    await shops.stop();
  });
});
