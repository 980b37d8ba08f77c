/** During an outage of the API, every command reports it with one exit code, and health is degraded. */
import { copyFileSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT, runJson } from '../../helpers/cli.js';
import { openShops, type Shops } from '../../helpers/shops.js';

const BAD = "email: 'none' };";
/** More items than one request holds, so that a replay can stop half way. */
const STREAM = `yield rows[0]; for (let n = 0; n < 55; n++) yield { ...rows[0], customer_id: 'bad' + n, ${BAD}`;

let shops: Shops;
let store: string;
beforeAll(async () => {
  shops = await openShops(['a', 'b'], {
    stream: STREAM,
    provisioning:
      "{ customData: [{ name: 'Visit', unique_keys: ['code'], fields: [{ name: 'code', label: 'Code', type: 'text', required: true }] }] }",
    extra: 'tolerateRejects: true,',
  });
  store = shops.folder.file('s.sqlite');
  await shops.text('sync --all');
  await shops.api.stop();
});
afterAll(() => shops.stop());

const change = (sql: string) => {
  const db = new Database(store);
  db.exec(sql);
  db.close();
};
const AGO = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-2 hours')";

describe('while the API cannot be reached', () => {
  it('every command that needs it ends with 69, for one shop and for all', async () => {
    const lines = [
      'sync --full --installation a',
      'rejects replay --installation a',
      'provision --dry-run --installation a',
      'pull --installation a',
      'rejects replay',
      'provision --all --yes',
      'sync --full --all',
    ];
    // Each command waits for its retries, so they run in parallel, each on its own store; the last one uses the store
    // of the tests below.
    const results = await Promise.all(
      lines.map((line, n) => {
        copyFileSync(store, shops.folder.file(`${n}.sqlite`));
        return shops.json(n === lines.length - 1 ? line : `${line} --store ${n}.sqlite`);
      }),
    );
    for (const [n, { code, document }] of results.entries()) {
      const line = lines[n];
      expect([line, code]).toEqual([line, 69]);
      const errors = [
        document.error,
        ...(document.data?.installations ?? document.data?.shops ?? []).map(
          (one: { error: unknown }) => one.error,
        ),
      ].filter(Boolean);
      for (const error of errors) expect(error.code).toBe('SPM_API_UNREACHABLE');
    }
  }, 120_000);

  it('a replay says what was not done, and keeps it', async () => {
    const { code, stdout, stderr } = await shops.text('rejects replay --installation a --limit 2');
    expect(code).toBe(69);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/failed +The API did not answer[\s\S]*0 replayed, 2 still open/);
    expect(stderr).toMatch(/^error .*\[SPM_API_UNREACHABLE\]/m);
    const { document } = await shops.json('rejects --installation a --state open --limit 1');
    expect(document.data.total).toBe(55);
  });

  it('health is degraded once no run has succeeded for too long, and so is what the container asks', async () => {
    expect((await shops.json('health --stale-after 5m')).document.data.reasons).toEqual([]);
    change(`UPDATE sync_run SET started_at = ${AGO}, finished_at = ${AGO} WHERE status = 'ok'`);
    const { code, document } = await shops.json('health --stale-after 5m');
    expect(code).toBe(1);
    expect(document.data).toMatchObject({
      status: 'degraded',
      installations: [
        { installation_id: 'a', last_run_status: 'failed', stale: true },
        { installation_id: 'b', last_run_status: 'failed', stale: true },
      ],
    });
    expect(document.data.reasons[0]).toMatch(/^a: no run has succeeded since 20/);
    const docs = readFileSync(join(ROOT, 'docs', 'running.md'), 'utf8');
    const [, check = ''] = /HEALTHCHECK[^\n]*\n +CMD (\[.*\])/.exec(docs) ?? [];
    const [, ...args] = JSON.parse(check) as string[];
    const person = await shops.text(args.join(' '));
    expect([person.code, person.stdout]).toEqual([1, expect.stringContaining('health degraded')]);
  });

  it('health is degraded when all cursors are in error, however few', async () => {
    change(`UPDATE sync_run SET finished_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE status = 'ok';
      UPDATE sync_cursor SET last_status = 'error', last_error = 'no', consecutive_failures = 1`);
    const { code, document } = await shops.json('health');
    expect(code).toBe(1);
    expect(document.data.reasons).toEqual([
      'a: 1 of 1 cursor is in error',
      'b: 1 of 1 cursor is in error',
    ]);
  });
});

describe('an API that goes away half way, or refuses the token', () => {
  it('a replay tells what was taken before, and the rest stays open', async () => {
    const port = Number(new URL(shops.api.baseUrl).port);
    const server = createServer((request, response) => {
      request.resume().on('end', () => {
        response.writeHead(200, { 'content-type': 'application/json', connection: 'close' });
        response.end(JSON.stringify({ sent_count: 50, rejected_count: 0, rejected_items: [] }));
        server.close();
      });
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    change(
      'UPDATE rejected_item SET payload_json = replace(payload_json, \'"none"\', \'"a@b.co"\')',
    );
    const env = { ...shops.at.env, SPM_CONCURRENCY: '1' };
    const { code, document } = await runJson(
      ['rejects', 'replay', '--installation', 'a', '--limit', '55'],
      {
        ...shops.at,
        env,
      },
    );
    expect(code).toBe(69);
    const report = document.error?.details?.report as { rejects: { outcome: string }[] };
    const done = report.rejects.filter(({ outcome }) => outcome === 'replayed').length;
    expect([done, report.rejects.length]).toEqual([50, 55]);
    const open = await shops.json('rejects --installation a --state open');
    expect(open.document.data.total).toBe(5);
  });

  it('ends with 69 when the token is refused, for a replay as for a sync', async () => {
    const port = Number(new URL(shops.api.baseUrl).port);
    const server = createServer((request, response) => {
      request.resume();
      response.writeHead(401, { 'content-type': 'application/json' }).end('{"message":"no"}');
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    for (const line of ['sync --full --installation a', 'rejects replay --installation b']) {
      const { code, document } = await shops.json(line);
      expect([code, document.error?.code]).toEqual([69, 'SPM_API_UNAUTHORIZED']);
    }
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});
